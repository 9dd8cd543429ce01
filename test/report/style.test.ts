import {expect, it} from 'vitest';
import {wantsColour} from '../../src/lib/report/style.js';

it.each([
  [true, {}, true],
  [false, {}, false],
  [true, {NO_COLOR: '1'}, false],
  [true, {NO_COLOR: ''}, true],
  [true, {TERM: 'dumb'}, false],
  [false, {FORCE_COLOR: '1'}, true],
  [false, {FORCE_COLOR: ''}, true],
  [false, {FORCE_COLOR: '1', NO_COLOR: '1'}, true],
  [true, {FORCE_COLOR: '0'}, false],
  [true, {FORCE_COLOR: 'false'}, false],
])('on a terminal: %s, with %j: %s', (isTTY, environment, expected) => {
  expect(wantsColour({isTTY}, environment)).toBe(expected);
});
