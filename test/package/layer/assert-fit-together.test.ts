import {expect, test} from 'vitest';
import {assertFitTogether} from '../../../src/lib/package/layer/assert-fit-together.js';

test('a package and its layer share the 250 MiB', () => {
  expect(() => assertFitTogether('checkout', 262_143_998, 1)).not.toThrow();
  expect(() => assertFitTogether('checkout', 262_143_998, 2)).toThrow(
    expect.objectContaining({
      code: 'UNZIPPED_TOO_LARGE',
      exitCode: 3,
      details: expect.objectContaining({layerUnzippedBytes: 2}),
    }),
  );
});
