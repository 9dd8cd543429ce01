import {crc32} from 'node:zlib';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {crc32Combine} from '../../../src/lib/package/zip/crc32-combine.js';

test('the CRC of two parts is the CRC of the whole', () => {
  const bytes = fc.uint8Array({maxLength: 500});
  fc.assert(
    fc.property(bytes, bytes, (first, second) => {
      const whole = crc32(Buffer.concat([first, second]));
      expect(crc32Combine(crc32(first), crc32(second), second.length)).toBe(whole);
    }),
  );
});

test('it holds for the lengths that files have', () => {
  const second = Buffer.alloc(5_000_001, 'lambda');
  const whole = crc32(Buffer.concat([Buffer.from('first'), second]));

  expect(crc32Combine(crc32('first'), crc32(second), second.length)).toBe(whole);
});
