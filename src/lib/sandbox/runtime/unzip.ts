import {chmod, mkdir, rm, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';
import {inflateRaw} from 'node:zlib';

const END_OF_CENTRAL_DIRECTORY = 0x06054b50;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_END = 0x06064b50;
const CENTRAL_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const MADE_BY_UNIX = 3;
const STORED = 0;
const DEFLATED = 8;
const FILE_TYPE = 0o170000;
const SYMLINK = 0o120000;
const WRITERS = 16;

const inflate = promisify(inflateRaw);

interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly compressedBytes: number;
  readonly unzippedBytes: number;
  readonly headerOffset: number;
  /** Unix mode, 0 when the archive was not made on Unix. */
  readonly mode: number;
}

/** The archive is not one that Lambda could unpack. */
export class ZipFormatError extends Error {}

/**
 * Unpacks a deployment package or a layer into `folder`, over what is there. Stored and deflated entries, Unix modes,
 * symbolic links, and more than 65,535 entries; no entry of 4 GiB, Lambda's limit is far below. Throws ZipFormatError.
 */
export async function unzip(zip: Buffer, folder: string): Promise<void> {
  const entries = readEntries(zip);
  const folders = new Set(entries.map((entry) => path.dirname(target(folder, entry.name))));
  for (const each of folders) await mkdir(each, {recursive: true});
  let next = 0;
  const writer = async () => {
    for (let entry = entries[next++]; entry; entry = entries[next++]) await writeEntry(zip, entry, folder);
  };
  await Promise.all(Array.from({length: WRITERS}, writer));
}

// The entries of the central directory, in its order.
function readEntries(zip: Buffer): ZipEntry[] {
  const directory = findDirectory(zip);
  const {count} = directory;
  let {offset} = directory;
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (offset + 46 > zip.length || zip.readUInt32LE(offset) !== CENTRAL_ENTRY) {
      throw new ZipFormatError('The central directory of the archive is damaged.');
    }
    const nameBytes = zip.readUInt16LE(offset + 28);
    const madeByUnix = zip.readUInt8(offset + 5) === MADE_BY_UNIX;
    entries.push({
      name: zip.toString('utf8', offset + 46, offset + 46 + nameBytes),
      method: zip.readUInt16LE(offset + 10),
      compressedBytes: zip.readUInt32LE(offset + 20),
      unzippedBytes: zip.readUInt32LE(offset + 24),
      headerOffset: zip.readUInt32LE(offset + 42),
      mode: madeByUnix ? zip.readUInt32LE(offset + 38) >>> 16 : 0,
    });
    offset += 46 + nameBytes + zip.readUInt16LE(offset + 30) + zip.readUInt16LE(offset + 32);
  }
  return entries;
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

function endOffset(zip: Buffer): number {
  const lowest = Math.max(0, zip.length - 22 - 0xffff);
  for (let offset = zip.length - 22; offset >= lowest; offset--) {
    if (zip.readUInt32LE(offset) === END_OF_CENTRAL_DIRECTORY) return offset;
  }
  throw new ZipFormatError('This is not a zip archive.');
}

function target(folder: string, name: string): string {
  const resolved = path.resolve(folder, name);
  if (resolved !== folder && !resolved.startsWith(folder + path.sep)) {
    throw new ZipFormatError(`The archive names a file outside of its folder: ${name}`);
  }
  return resolved;
}

async function writeEntry(zip: Buffer, entry: ZipEntry, folder: string): Promise<void> {
  const file = target(folder, entry.name);
  if (entry.name.endsWith('/')) {
    await mkdir(file, {recursive: true});
    return;
  }
  const content = await entryContent(zip, entry);
  if ((entry.mode & FILE_TYPE) === SYMLINK) {
    const link = content.toString('utf8');
    if (path.isAbsolute(link)) throw new ZipFormatError(`The archive links outside of its folder: ${entry.name}`);
    target(folder, path.join(path.dirname(entry.name), link));
    await rm(file, {force: true});
    await symlink(link, file);
    return;
  }
  await writeFile(file, content);
  // Lambda leaves the modes of files as they are in the archive: an unreadable index.js is EACCES there as well.
  if (entry.mode !== 0) await chmod(file, entry.mode & 0o777);
}

async function entryContent(zip: Buffer, entry: ZipEntry): Promise<Buffer> {
  const header = entry.headerOffset;
  if (header + 30 > zip.length || zip.readUInt32LE(header) !== LOCAL_ENTRY) {
    throw new ZipFormatError(`The archive is damaged at ${entry.name}.`);
  }
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const raw = zip.subarray(start, start + entry.compressedBytes);
  if (entry.method === STORED) return raw;
  if (entry.method !== DEFLATED) throw new ZipFormatError(`${entry.name} is compressed in a way Lambda does not read.`);
  const content = await inflate(raw);
  if (content.length !== entry.unzippedBytes) throw new ZipFormatError(`The archive is damaged at ${entry.name}.`);
  return content;
}
