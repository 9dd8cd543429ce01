const endOfDirectory = 0x06054b50;
const zip64Locator = 0x07064b50;
const zip64End = 0x06064b50;
const entryHeader = 0x02014b50;
const zip64Field = 0x0001;
const unset32 = 0xffffffff;

export interface ZipDirectory {
  readonly entries: number;
  readonly unzippedBytes: number;
}

/** Sums a zip's central directory without unpacking it; undefined when the bytes are not a zip. Handles zip64. */
export function readZipDirectory(zip: Buffer): ZipDirectory | undefined {
  const end = findEnd(zip);
  if (end === undefined) return undefined;
  const {count, offset} = directoryAt(zip, end);
  let at = offset;
  let unzippedBytes = 0;
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== entryHeader) return undefined;
    const nameLength = zip.readUInt16LE(at + 28);
    const extraLength = zip.readUInt16LE(at + 30);
    unzippedBytes += unzippedSize(zip, at, at + 46 + nameLength, extraLength);
    at += 46 + nameLength + extraLength + zip.readUInt16LE(at + 32);
  }
  return {entries: count, unzippedBytes};
}

// The end record is last, but for a comment of at most 64 KiB.
function findEnd(zip: Buffer): number | undefined {
  const lowest = Math.max(0, zip.length - 22 - 0xffff);
  for (let at = zip.length - 22; at >= lowest; at--) {
    if (zip.readUInt32LE(at) === endOfDirectory) return at;
  }
  return undefined;
}

function directoryAt(zip: Buffer, end: number): {count: number; offset: number} {
  const locator = end - 20;
  if (locator >= 0 && zip.readUInt32LE(locator) === zip64Locator) {
    const at = Number(zip.readBigUInt64LE(locator + 8));
    if (at + 56 <= zip.length && zip.readUInt32LE(at) === zip64End) {
      return {count: Number(zip.readBigUInt64LE(at + 32)), offset: Number(zip.readBigUInt64LE(at + 48))};
    }
  }
  return {count: zip.readUInt16LE(end + 10), offset: zip.readUInt32LE(end + 16)};
}

function unzippedSize(zip: Buffer, header: number, extra: number, extraLength: number): number {
  const size = zip.readUInt32LE(header + 24);
  if (size !== unset32) return size;
  for (let at = extra; at + 4 <= extra + extraLength; at += 4 + zip.readUInt16LE(at + 2)) {
    if (zip.readUInt16LE(at) === zip64Field) return Number(zip.readBigUInt64LE(at + 4));
  }
  return size;
}
