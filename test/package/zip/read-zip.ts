import {spawnSync} from 'node:child_process';
import {crc32, inflateRawSync} from 'node:zlib';

export interface ReadEntry {
  readonly name: string;
  readonly mode: number;
  readonly method: number;
  readonly flags: number;
  readonly dosTime: number;
  readonly madeBy: number;
  readonly content: Buffer;
}

/** Reads a zip by its central directory, checks every CRC, and does not share a line with the writer. */
export function readZip(bytes: Uint8Array): readonly ReadEntry[] {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  if (count === 0xffff) {
    const zip64 = Number(zip.readBigUInt64LE(end - 20 + 8));
    count = Number(zip.readBigUInt64LE(zip64 + 32));
    at = Number(zip.readBigUInt64LE(zip64 + 48));
  }
  const entries: ReadEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    const [nameBytes, extraBytes] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30)];
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    const method = zip.readUInt16LE(at + 10);
    const content = method === 8 ? inflateRawSync(data) : data;
    const name = zip.toString('utf8', at + 46, at + 46 + nameBytes);
    if (crc32(content) !== zip.readUInt32LE(at + 16)) throw new Error(`${name}: the CRC is wrong`);
    if (content.length !== zip.readUInt32LE(at + 24)) throw new Error(`${name}: the size is wrong`);
    entries.push({
      name,
      method,
      content,
      mode: zip.readUInt32LE(at + 38) >>> 16,
      flags: zip.readUInt16LE(at + 8),
      dosTime: zip.readUInt32LE(at + 12),
      madeBy: zip.readUInt16LE(at + 4) >> 8,
    });
    at += 46 + nameBytes + extraBytes;
  }
  return entries;
}

const PYTHON_TEST = [
  'import sys, zipfile',
  'archive = zipfile.ZipFile(sys.argv[1])',
  'bad = archive.testzip()',
  'sys.exit(f"bad entry {bad}" if bad else 0)',
].join('\n');

/** The other implementations that are installed here, each with how it is asked to check a zip. */
export const ZIP_CHECKERS = [
  {name: 'Info-ZIP unzip', probe: ['unzip', '-v'], check: (file: string) => ['unzip', '-tqq', file]},
  {
    name: "Python's zipfile",
    probe: ['python3', '-c', 'import zipfile'],
    check: (file: string) => ['python3', '-c', PYTHON_TEST, file],
  },
].map(({name, probe, check}) => {
  const [command = '', ...args] = probe;
  return {name, isInstalled: spawnSync(command, args).status === 0, check};
});

/** What another implementation has to say against a zip: nothing, when it accepts it. */
export function complaintOf(argv: readonly string[]): string {
  const [command = '', ...args] = argv;
  const {status, stdout, stderr} = spawnSync(command, args, {encoding: 'utf8'});
  return status === 0 ? '' : `exit ${status}: ${stdout}${stderr}`;
}
