/** What the headers of a zip say of one entry. */
export interface ZipEntry {
  /** Path in UTF-8. */
  readonly name: Buffer;
  readonly mode: number;
  readonly crc: number;
  readonly deflated: boolean;
  readonly zippedBytes: number;
  readonly bytes: number;
  /** Where its local header begins. */
  readonly offset: number;
}

// PKWARE APPNOTE.TXT 6.3.10; the section of each record is named beside it.
const VERSION = 20;
const VERSION_ZIP64 = 45;
const MADE_BY_UNIX = 3 << 8;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
// 1980-01-01 00:00:00, the first moment a zip can name: no clock and no file time gets into the bytes.
const DOS_TIME = 0;
const DOS_DATE = (1 << 5) | 1;
const REGULAR_FILE = 0o100_000;
const ZIP64_ID = 0x0001;
const MAX_16 = 0xffff;
const MAX_32 = 0xffff_ffff;

/** Length of the local header of a file of `bytes` with a name of `nameBytes`; known before the file is deflated. */
export function localHeaderBytes(nameBytes: number, bytes: number): number {
  return 30 + nameBytes + (bytes >= MAX_32 ? 20 : 0);
}

/** A local file header (4.3.7). */
export function localHeader(entry: ZipEntry): Buffer {
  const isLarge = entry.bytes >= MAX_32;
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(isLarge ? VERSION_ZIP64 : VERSION, 4);
  writeEntryFields(header, 6, entry, isLarge ? [MAX_32, MAX_32] : [entry.zippedBytes, entry.bytes]);
  const extra = isLarge ? zip64Extra([entry.bytes, entry.zippedBytes]) : Buffer.alloc(0);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, entry.name, extra]);
}

/** A central directory header (4.3.12). */
export function centralHeader(entry: ZipEntry): Buffer {
  const large = [entry.bytes, entry.zippedBytes, entry.offset].filter((value) => value >= MAX_32);
  const extra = large.length > 0 ? zip64Extra(large) : Buffer.alloc(0);
  const version = large.length > 0 ? VERSION_ZIP64 : VERSION;
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(MADE_BY_UNIX | version, 4);
  header.writeUInt16LE(version, 6);
  writeEntryFields(header, 8, entry, [Math.min(entry.zippedBytes, MAX_32), Math.min(entry.bytes, MAX_32)]);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(((REGULAR_FILE | entry.mode) << 16) >>> 0, 38);
  header.writeUInt32LE(Math.min(entry.offset, MAX_32), 42);
  return Buffer.concat([header, entry.name, extra]);
}

/** What ends a zip: the end of central directory record (4.3.16), after its zip64 form (4.3.14, 4.3.15) where that is needed. */
export function endRecords(entries: number, centralOffset: number, centralBytes: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(entries, MAX_16), 8);
  end.writeUInt16LE(Math.min(entries, MAX_16), 10);
  end.writeUInt32LE(Math.min(centralBytes, MAX_32), 12);
  end.writeUInt32LE(Math.min(centralOffset, MAX_32), 16);
  if (entries < MAX_16 && centralBytes < MAX_32 && centralOffset < MAX_32) return end;
  const zip64 = Buffer.alloc(76);
  zip64.writeUInt32LE(0x06064b50, 0);
  zip64.writeBigUInt64LE(44n, 4);
  zip64.writeUInt16LE(MADE_BY_UNIX | VERSION_ZIP64, 12);
  zip64.writeUInt16LE(VERSION_ZIP64, 14);
  zip64.writeBigUInt64LE(BigInt(entries), 24);
  zip64.writeBigUInt64LE(BigInt(entries), 32);
  zip64.writeBigUInt64LE(BigInt(centralBytes), 40);
  zip64.writeBigUInt64LE(BigInt(centralOffset), 48);
  zip64.writeUInt32LE(0x07064b50, 56);
  zip64.writeBigUInt64LE(BigInt(centralOffset + centralBytes), 64);
  zip64.writeUInt32LE(1, 72);
  return Buffer.concat([zip64, end]);
}

/** The fields that both headers of an entry share, from the flags to the length of the name. */
function writeEntryFields(header: Buffer, at: number, entry: ZipEntry, sizes: readonly [number, number]): void {
  header.writeUInt16LE(UTF8_NAMES, at);
  header.writeUInt16LE(entry.deflated ? DEFLATED : 0, at + 2);
  header.writeUInt16LE(DOS_TIME, at + 4);
  header.writeUInt16LE(DOS_DATE, at + 6);
  header.writeUInt32LE(entry.crc, at + 8);
  header.writeUInt32LE(sizes[0], at + 12);
  header.writeUInt32LE(sizes[1], at + 16);
  header.writeUInt16LE(entry.name.length, at + 20);
}

/** The zip64 extra field (4.5.3): only the values that do not fit, in this order. */
function zip64Extra(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(ZIP64_ID, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  values.forEach((value, index) => {
    extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  });
  return extra;
}
