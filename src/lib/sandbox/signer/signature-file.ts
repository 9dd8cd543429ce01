import {createHash} from 'node:crypto';
import {crc32} from 'node:zlib';
import {holdsSignature} from '../../model/source/signature.js';
import {readZipContent, readZipEntries, ZipFormatError} from '../../package/zip/read-zip.js';

/** The name that AWS Signer's file has; what it holds is the sandbox's own, and no cryptography. */
const NAME = 'META_INF/aws_signer_signature_v1.0.SF';
const END_BYTES = 22;
const END = Buffer.from('PK\x05\x06', 'latin1');
const MADE_BY_UNIX = 0x031e;
const READABLE = (0o100_644 << 16) >>> 0;

/** What a signature says, and what it is of. */
export interface SignatureFile {
  readonly jobArn: string;
  readonly profileVersionArn: string;
  readonly expiresAtMs: number;
}

/** A zip with a signature as its last entry. Throws ZipFormatError for what AWS Signer signs not: no zip, an empty one, one that is signed already. */
export function signedZip(zip: Buffer, signature: SignatureFile): Buffer {
  const entries = readZipEntries(zip);
  if (entries.length === 0) throw new ZipFormatError('The archive is empty.');
  if (holdsSignature(entries.map(({name}) => name))) throw new ZipFormatError('The archive has a signature already.');
  const at = zip.lastIndexOf(END);
  const [directoryBytes, directoryOffset] = [zip.readUInt32LE(at + 12), zip.readUInt32LE(at + 16)];
  if (zip.length - at !== END_BYTES || directoryOffset === 0xffffffff) {
    throw new ZipFormatError('The sandbox signs no zip64 archives and none with a comment.');
  }
  const content = Buffer.from(JSON.stringify({...signature, digest: digestOf(zip)}));
  const files = zip.subarray(0, directoryOffset);
  const local = Buffer.concat([header(0x04034b50, content, 0), Buffer.from(NAME), content]);
  const central = Buffer.concat([
    zip.subarray(directoryOffset, directoryOffset + directoryBytes),
    header(0x02014b50, content, directoryOffset),
    Buffer.from(NAME),
  ]);
  const end = Buffer.from(zip.subarray(at));
  end.writeUInt16LE(entries.length + 1, 8);
  end.writeUInt16LE(entries.length + 1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(files.length + local.length, 16);
  return Buffer.concat([files, local, central, end]);
}

/** The signature in a zip, `broken` when it is not of the zip's other files; undefined without one. */
export async function readSignature(zip: Buffer): Promise<SignatureFile | 'broken' | undefined> {
  const entry = readZipEntries(zip).find(({name}) => holdsSignature([name]));
  if (!entry) return undefined;
  try {
    const {digest, ...signature} = JSON.parse((await readZipContent(zip, entry)).toString('utf8'));
    return digest === digestOf(zip) ? signature : 'broken';
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof ZipFormatError) return 'broken';
    throw error;
  }
}

function digestOf(zip: Buffer): string {
  const files = readZipEntries(zip).filter(({name}) => !holdsSignature([name]));
  const rows = files.map(({name, crc, unzippedBytes, mode}) => [name, crc, unzippedBytes, mode].join(' '));
  return createHash('sha256').update(rows.join('\n')).digest('hex');
}

/** The fixed part of a stored file's header, in the files or in the directory (PKWARE APPNOTE 4.3.7, 4.3.12). */
function header(magic: 0x04034b50 | 0x02014b50, content: Buffer, offset: number): Buffer {
  const isCentral = magic === 0x02014b50;
  const fixed = Buffer.alloc(isCentral ? 46 : 30);
  const from = isCentral ? 6 : 4;
  fixed.writeUInt32LE(magic, 0);
  if (isCentral) fixed.writeUInt16LE(MADE_BY_UNIX, 4);
  fixed.writeUInt16LE(20, from);
  // 1 January 1980.
  fixed.writeUInt16LE(0x21, from + 8);
  fixed.writeUInt32LE(crc32(content), from + 10);
  fixed.writeUInt32LE(content.length, from + 14);
  fixed.writeUInt32LE(content.length, from + 18);
  fixed.writeUInt16LE(NAME.length, from + 22);
  if (isCentral) {
    fixed.writeUInt32LE(READABLE, 38);
    fixed.writeUInt32LE(offset, 42);
  }
  return fixed;
}
