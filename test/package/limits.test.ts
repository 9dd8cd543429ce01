import {expect, test} from 'vitest';
import {assertFitsLambda} from '../../src/lib/package/limits.js';

const files = (...sizes: number[]) =>
  sizes.map((bytes, index) => ({zipPath: `${index}.bin`, absolutePath: `/${index}.bin`, bytes, mode: 0o644 as const}));

test('less than 250 MiB unzipped fits, exactly 250 MiB do not: AWS says smaller than', () => {
  expect(() => assertFitsLambda(files(262_143_999))).not.toThrow();
  expect(() => assertFitsLambda(files(131_072_000, 131_071_999))).not.toThrow();
  expect(() => assertFitsLambda(files(131_072_000, 131_072_000))).toThrow(
    /262144000 bytes unzipped.*less than 262144000/,
  );
});
