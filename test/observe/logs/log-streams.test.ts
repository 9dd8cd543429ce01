import {expect, it} from 'vitest';
import {
  defaultLogGroup,
  isStreamOf,
  logStreamPrefixes,
  versionOfStream,
} from '../../../src/lib/observe/logs/log-streams.js';

const NOON_MS = Date.UTC(2026, 10, 21, 12);
const own = {functionName: 'checkout', logGroup: defaultLogGroup('checkout')};

it('looks at the day before as well: an environment writes to the stream of the day it was made', () => {
  expect(logStreamPrefixes({...own, version: '7'}, NOON_MS - 60_000, NOON_MS)).toEqual([
    '2026/11/20/[7]',
    '2026/11/21/[7]',
  ]);
});

it('counts days in UTC, over a midnight too', () => {
  const midnightMs = Date.UTC(2026, 0, 1);
  expect(logStreamPrefixes({...own, version: '$LATEST'}, midnightMs - 1, midnightMs)).toEqual([
    '2025/12/30/[$LATEST]',
    '2025/12/31/[$LATEST]',
    '2026/01/01/[$LATEST]',
  ]);
});

it("names the function in a group of the user's own, and no version when all are meant", () => {
  const of = {functionName: 'checkout', logGroup: '/shop/all'};
  expect(logStreamPrefixes({...of, version: '7'}, NOON_MS, NOON_MS)).toContain('2026/11/21/checkout[7]');
  expect(logStreamPrefixes(of, NOON_MS, NOON_MS)).toContain('2026/11/21/checkout[');
  expect(logStreamPrefixes(own, NOON_MS, NOON_MS)).toContain('2026/11/21/[');
});

it.each([
  ['2026/11/21/[7]0123456789abcdef', '7'],
  ['2026/11/21/checkout[$LATEST][0123456789abcdef]', '$LATEST'],
  ['2026/11/21/checkout', undefined],
  ['something else [7]', undefined],
])('%s was written by %s', (stream, version) => {
  expect(versionOfStream(stream)).toBe(version);
});

it('takes the whole group for more than a month, for every day costs a request', () => {
  const dayMs = 86_400_000;
  expect(logStreamPrefixes(own, NOON_MS - 3_000 * dayMs, NOON_MS)).toEqual([undefined]);
  expect(logStreamPrefixes(own, NOON_MS - 31 * dayMs, NOON_MS)).toHaveLength(33);
});

it.each([
  ['2026/11/21/[7]0123', true],
  ['2026/11/21/[70]0123', false],
  ['2026/11/21/checkout[7][0123]', false],
  ['something else [7]', false],
])('of the whole group, %s is a stream of version 7: %s', (stream, isOne) => {
  expect(isStreamOf({...own, version: '7'}, stream)).toBe(isOne);
});

it("knows the function's streams in a group of the user's own", () => {
  const of = {functionName: 'checkout', logGroup: '/shop/all'};
  expect(isStreamOf(of, '2026/11/21/checkout[7][0123]')).toBe(true);
  expect(isStreamOf(of, '2026/11/21/checkout-old[7][0123]')).toBe(false);
});
