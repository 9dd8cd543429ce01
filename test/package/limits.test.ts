import {expect, test} from 'vitest';
import {assertFitsLambda} from '../../src/lib/package/limits.js';

const files = (...sizes: number[]) =>
  sizes.map((bytes, index) => ({zipPath: `${index}.bin`, absolutePath: `/${index}.bin`, bytes, mode: 0o644 as const}));

test('exactly 250 MiB unzipped fit, one byte more does not', () => {
  expect(() => assertFitsLambda(files(262_144_000))).not.toThrow();
  expect(() => assertFitsLambda(files(131_072_000, 131_072_000))).not.toThrow();
  expect(() => assertFitsLambda(files(131_072_000, 131_072_001))).toThrow(
    /262144001 bytes unzipped.*at most 262144000/,
  );
});
