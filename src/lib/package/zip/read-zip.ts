import {promisify} from 'node:util';
import {crc32, inflateRaw} from 'node:zlib';

const END_OF_CENTRAL_DIRECTORY = 0x06054b50;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_END = 0x06064b50;
const CENTRAL_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const ZIP64_FIELD = 0x0001;
const IN_ZIP64_FIELD = 0xffffffff;
const MADE_BY_UNIX = 3;
const FILE_TYPE = 0o170_000;
const LINK = 0o120_000;
const STORED = 0;
const DEFLATED = 8;

const inflate = promisify(inflateRaw);

/** One row of a zip's central directory. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly zippedBytes: number;
  readonly unzippedBytes: number;
  readonly headerOffset: number;
  /** Unix mode, 0 when the archive was not made on Unix. */
  readonly mode: number;
}

/** The bytes are not a zip, or not one that AWS Lambda could unpack. */
export class ZipFormatError extends Error {}

/** The entries of a zip's central directory, in its order; zip64 included. Throws ZipFormatError. */
export function readZipEntries(zip: Buffer): readonly ZipEntry[] {
  const directory = findDirectory(zip);
  const {count} = directory;
  let {offset} = directory;
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (offset + 46 > zip.length || zip.readUInt32LE(offset) !== CENTRAL_ENTRY) {
      throw new ZipFormatError('The central directory of the archive is damaged.');
    }
    const nameBytes = zip.readUInt16LE(offset + 28);
    const extraBytes = zip.readUInt16LE(offset + 30);
    const end = offset + 46 + nameBytes + extraBytes + zip.readUInt16LE(offset + 32);
    if (end > zip.length) throw new ZipFormatError('The central directory of the archive is cut off.');
    entries.push(readEntry(zip, offset, {nameBytes, extraBytes}));
    offset = end;
  }
  return entries;
}

/** What a file of a package may be: readable by everybody, or executable too. */
export function packedMode({mode}: ZipEntry): 0o644 | 0o755 {
  return mode & 0o111 ? 0o755 : 0o644;
}

/** Whether the content of an entry is the target of a symbolic link. */
export function isLink({mode}: ZipEntry): boolean {
  return (mode & FILE_TYPE) === LINK;
}

/** The unpacked bytes of an entry, proved by its size and CRC. Throws ZipFormatError, naming the entry. */
export async function readZipContent(zip: Buffer, entry: ZipEntry): Promise<Buffer> {
  const header = entry.headerOffset;
  if (header + 30 > zip.length || zip.readUInt32LE(header) !== LOCAL_ENTRY) throw damaged(entry);
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const raw = zip.subarray(start, start + entry.zippedBytes);
  if (raw.length !== entry.zippedBytes) throw damaged(entry);
  const content = await unpack(raw, entry);
  if (content.length !== entry.unzippedBytes || crc32(content) !== entry.crc) throw damaged(entry);
  return content;
}

async function unpack(raw: Buffer, entry: ZipEntry): Promise<Buffer> {
  if (entry.method === STORED) return raw;
  if (entry.method !== DEFLATED) {
    throw new ZipFormatError(`${entry.name} is compressed in a way AWS Lambda does not read.`);
  }
  try {
    // No further than it says it goes, and zlib wants to be allowed one byte.
    return await inflate(raw, {maxOutputLength: Math.max(1, entry.unzippedBytes)});
  } catch {
    // zlib's own words ("invalid distance too far back") name no file.
    throw damaged(entry);
  }
}

function readEntry(
  zip: Buffer,
  offset: number,
  {nameBytes, extraBytes}: {readonly nameBytes: number; readonly extraBytes: number},
): ZipEntry {
  const fields = [zip.readUInt32LE(offset + 24), zip.readUInt32LE(offset + 20), zip.readUInt32LE(offset + 42)];
  const extra = zip.subarray(offset + 46 + nameBytes, offset + 46 + nameBytes + extraBytes);
  const [unzippedBytes = 0, zippedBytes = 0, headerOffset = 0] = withZip64(fields, extra);
  const madeByUnix = zip.readUInt8(offset + 5) === MADE_BY_UNIX;
  return {
    name: zip.toString('utf8', offset + 46, offset + 46 + nameBytes),
    method: zip.readUInt16LE(offset + 10),
    crc: zip.readUInt32LE(offset + 16),
    zippedBytes,
    unzippedBytes,
    headerOffset,
    mode: madeByUnix ? zip.readUInt32LE(offset + 38) >>> 16 : 0,
  };
}

// Of sizes and offset, the zip64 field holds those that did not fit, in this order (PKWARE's APPNOTE, 4.5.3).
function withZip64(fields: readonly number[], extra: Buffer): readonly number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== ZIP64_FIELD) continue;
    const end = at + 4 + extra.readUInt16LE(at + 2);
    let next = at + 4;
    return fields.map((field) => {
      if (field !== IN_ZIP64_FIELD || next + 8 > Math.min(end, extra.length)) return field;
      next += 8;
      return Number(extra.readBigUInt64LE(next - 8));
    });
  }
  return fields;
}

function findDirectory(zip: Buffer): {readonly count: number; readonly offset: number} {
  const end = endOffset(zip);
  const locator = end - 20;
  if (locator >= 0 && zip.readUInt32LE(locator) === ZIP64_LOCATOR) {
    const record = Number(zip.readBigUInt64LE(locator + 8));
    if (record + 56 > zip.length || zip.readUInt32LE(record) !== ZIP64_END) {
      throw new ZipFormatError('The zip64 directory of the archive is damaged.');
    }
    return {count: Number(zip.readBigUInt64LE(record + 32)), offset: Number(zip.readBigUInt64LE(record + 48))};
  }
  return {count: zip.readUInt16LE(end + 10), offset: zip.readUInt32LE(end + 16)};
}

// The end record is last, but for a comment of at most 64 KiB.
function endOffset(zip: Buffer): number {
  const lowest = Math.max(0, zip.length - 22 - 0xffff);
  for (let offset = zip.length - 22; offset >= lowest; offset--) {
    if (zip.readUInt32LE(offset) === END_OF_CENTRAL_DIRECTORY) return offset;
  }
  throw new ZipFormatError('This is not a zip archive.');
}

function damaged({name}: ZipEntry): ZipFormatError {
  return new ZipFormatError(`The archive is damaged at ${name}.`);
}
