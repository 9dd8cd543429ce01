import {expect, test} from 'vitest';
import {compareToolVersions} from '../../src/lib/model/tool-version.js';

test.each([
  ['0.9.0', '0.10.0'],
  ['1.2.3', '1.2.10'],
  ['1.0.0-beta.2', '1.0.0'],
  ['1.0.0-beta.2', '1.0.0-beta.11'],
  ['1.0.0', '2.0.0-beta.1'],
])('%s is older than %s', (older, newer) => {
  expect(compareToolVersions(older, newer)).toBeLessThan(0);
  expect(compareToolVersions(newer, older)).toBeGreaterThan(0);
  expect(compareToolVersions(newer, newer)).toBe(0);
});
