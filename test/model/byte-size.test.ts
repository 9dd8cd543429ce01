import {describe, expect, it} from 'vitest';
import {formatBytes} from '../../src/lib/model/byte-size.js';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [1_048_575, '1.0 MiB'],
    [52_428_800, '50 MiB'],
    [262_144_000, '250 MiB'],
    [3 * 1024 ** 4, '3072 GiB'],
  ])('writes %d as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
