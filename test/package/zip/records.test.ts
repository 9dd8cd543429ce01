import {expect, test} from 'vitest';
import {
  endRecords,
  localHeaderBytes,
  writeCentralHeader,
  writeLocalHeader,
  type ZipEntry,
} from '../../../src/lib/package/zip/records.js';

const FIVE_GIB = 5 * 2 ** 30;

function anEntry(overrides: Partial<ZipEntry> = {}): ZipEntry {
  return {
    name: 'a.js',
    nameBytes: 4,
    mode: 0o755,
    isLink: false,
    crc: 0xdeadbeef,
    deflated: true,
    zippedBytes: 10,
    bytes: 20,
    ...overrides,
  };
}

test('an ordinary entry carries no extra field', () => {
  const target = Buffer.alloc(200, 0xaa);
  expect(writeLocalHeader(target, 0, anEntry())).toBe(34);
  expect(target.subarray(0, 34).toString('hex')).toBe(
    '504b030414000008080000002100efbeadde0a0000001400000004000000612e6a73',
  );
  expect(writeCentralHeader(target, 0, anEntry(), 30)).toBe(50);
  expect(target.subarray(0, 50).toString('hex')).toBe(
    '504b0102140314000008080000002100efbeadde0a00000014000000040000000000000000000000ed811e000000612e6a73',
  );
});

test('a file above 4 GiB has both sizes in the zip64 field of its local header', () => {
  const entry = anEntry({bytes: FIVE_GIB});
  const target = Buffer.alloc(200, 0xaa);

  expect(writeLocalHeader(target, 0, entry)).toBe(localHeaderBytes(4, FIVE_GIB));
  expect(target.readUInt16LE(4)).toBe(45);
  expect([target.readUInt32LE(18), target.readUInt32LE(22)]).toEqual([0xffffffff, 0xffffffff]);
  expect([target.readUInt16LE(28), target.readUInt16LE(34), target.readUInt16LE(36)]).toEqual([20, 1, 16]);
  expect([target.readBigUInt64LE(38), target.readBigUInt64LE(46)]).toEqual([BigInt(FIVE_GIB), 10n]);
});

test('the central header has only the values that do not fit in its zip64 field', () => {
  const target = Buffer.alloc(200, 0xaa);

  expect(writeCentralHeader(target, 0, anEntry(), FIVE_GIB)).toBe(50 + 12);
  expect([target.readUInt32LE(20), target.readUInt32LE(24), target.readUInt32LE(42)]).toEqual([10, 20, 0xffffffff]);
  expect([target.readUInt16LE(30), target.readUInt16LE(52)]).toEqual([12, 8]);
  expect(target.readBigUInt64LE(54)).toBe(BigInt(FIVE_GIB));
});

test.each([
  [65_534, 1000, 22],
  [65_535, 1000, 98],
  [3, FIVE_GIB, 98],
])('%i entries with the directory at %i end in %i bytes', (entries, centralOffset, length) => {
  const end = endRecords(entries, centralOffset, 500);

  expect(end).toHaveLength(length);
  if (length === 22) return;
  expect([end.readBigUInt64LE(24), end.readBigUInt64LE(32)]).toEqual([BigInt(entries), BigInt(entries)]);
  expect([end.readBigUInt64LE(40), end.readBigUInt64LE(48)]).toEqual([500n, BigInt(centralOffset)]);
  expect(end.readBigUInt64LE(64)).toBe(BigInt(centralOffset + 500));
});
