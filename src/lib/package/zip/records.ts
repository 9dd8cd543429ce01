/** What the headers of a zip say of one entry. */
export interface ZipEntry {
  readonly name: string;
  /** Its length in UTF-8. */
  readonly nameBytes: number;
  readonly mode: number;
  /** Whether the data is the target of a symbolic link. */
  readonly isLink: boolean;
  readonly crc: number;
  readonly deflated: boolean;
  readonly zippedBytes: number;
  readonly bytes: number;
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
// A link has no permissions of its own; 0777 is what every system shows for one.
const SYMBOLIC_LINK = 0o120_777;
const ZIP64_ID = 0x0001;
const NONE: readonly number[] = [];
const MAX_16 = 0xffff;
const MAX_32 = 0xffff_ffff;

/** Length of the local header of a file of `bytes` with a name of `nameBytes`; known before the file is deflated. */
export function localHeaderBytes(nameBytes: number, bytes: number): number {
  return 30 + nameBytes + (bytes >= MAX_32 ? 20 : 0);
}

/** Writes a local file header (4.3.7) and returns its length. */
export function writeLocalHeader(target: Buffer, at: number, entry: ZipEntry): number {
  const isLarge = entry.bytes >= MAX_32;
  const large = isLarge ? [entry.bytes, entry.zippedBytes] : NONE;
  target.writeUInt32LE(0x04034b50, at);
  target.writeUInt16LE(isLarge ? VERSION_ZIP64 : VERSION, at + 4);
  writeSharedFields(target, at + 6, entry);
  // With a zip64 field both sizes of a local header are in it, whether they fit or not.
  if (isLarge) target.fill(0xff, at + 18, at + 26);
  return 30 + writeNameAndExtra(target, at + 26, at + 30, entry, large);
}

/** Writes a central directory header (4.3.12) and returns its length; `offset` is where the entry's local header begins. */
export function writeCentralHeader(target: Buffer, at: number, entry: ZipEntry, offset: number): number {
  const {bytes, zippedBytes} = entry;
  const isLarge = bytes >= MAX_32 || zippedBytes >= MAX_32 || offset >= MAX_32;
  const large = isLarge ? [bytes, zippedBytes, offset].filter((value) => value >= MAX_32) : NONE;
  const version = isLarge ? VERSION_ZIP64 : VERSION;
  target.writeUInt32LE(0x02014b50, at);
  target.writeUInt16LE(MADE_BY_UNIX | version, at + 4);
  target.writeUInt16LE(version, at + 6);
  writeSharedFields(target, at + 8, entry);
  // Comment, disk number and internal attributes: none.
  target.fill(0, at + 32, at + 38);
  target.writeUInt32LE(((entry.isLink ? SYMBOLIC_LINK : REGULAR_FILE | entry.mode) << 16) >>> 0, at + 38);
  target.writeUInt32LE(Math.min(offset, MAX_32), at + 42);
  return 46 + writeNameAndExtra(target, at + 28, at + 46, entry, large);
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

/** The fields that both headers of an entry share, from the flags to the sizes. */
function writeSharedFields(target: Buffer, at: number, entry: ZipEntry): void {
  target.writeUInt16LE(UTF8_NAMES, at);
  target.writeUInt16LE(entry.deflated ? DEFLATED : 0, at + 2);
  target.writeUInt16LE(DOS_TIME, at + 4);
  target.writeUInt16LE(DOS_DATE, at + 6);
  target.writeUInt32LE(entry.crc, at + 8);
  target.writeUInt32LE(Math.min(entry.zippedBytes, MAX_32), at + 12);
  target.writeUInt32LE(Math.min(entry.bytes, MAX_32), at + 16);
}

/** Writes the two lengths, the name and the zip64 extra field (4.5.3: only the values that do not fit); returns name and field's length. */
function writeNameAndExtra(
  target: Buffer,
  lengthsAt: number,
  at: number,
  {name, nameBytes}: ZipEntry,
  large: readonly number[],
): number {
  const extraBytes = large.length > 0 ? 4 + 8 * large.length : 0;
  target.writeUInt16LE(nameBytes, lengthsAt);
  target.writeUInt16LE(extraBytes, lengthsAt + 2);
  target.write(name, at, nameBytes);
  if (extraBytes > 0) writeZip64Field(target, at + nameBytes, large);
  return nameBytes + extraBytes;
}

function writeZip64Field(target: Buffer, at: number, large: readonly number[]): void {
  target.writeUInt16LE(ZIP64_ID, at);
  target.writeUInt16LE(8 * large.length, at + 2);
  large.forEach((value, index) => {
    target.writeBigUInt64LE(BigInt(value), at + 4 + 8 * index);
  });
}
