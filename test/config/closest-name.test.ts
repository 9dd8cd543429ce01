import {expect, test} from 'vitest';
import {closestName} from '../../src/lib/config/closest-name.js';

const names = ['memory', 'timeout', 'tracing', 'role'];

test.each([
  ['memroy', 'memory'],
  ['Timeout', 'timeout'],
  ['timout', 'timeout'],
  ['rol', 'role'],
  ['vpc', undefined],
  ['', undefined],
])('%s means %s', (typed, expected) => {
  expect(closestName(typed, names)).toBe(expected);
});
