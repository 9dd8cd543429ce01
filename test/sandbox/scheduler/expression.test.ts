import {expect, test} from 'vitest';
import {checkTimezone, parseExpression} from '../../../src/lib/sandbox/scheduler/expression.js';

test.each([
  ['UTC', 'at(2026-11-21T10:00:30)', '2026-11-21T10:00:30.000Z'],
  ['Europe/Berlin', 'at(2026-11-21T10:00:00)', '2026-11-21T09:00:00.000Z'],
  ['Europe/Berlin', 'at(2026-07-21T10:00:00)', '2026-07-21T08:00:00.000Z'],
  ['America/New_York', 'at(2026-11-21T23:59:59)', '2026-11-22T04:59:59.000Z'],
  ['Asia/Kolkata', 'at(2026-11-21T00:00:00)', '2026-11-20T18:30:00.000Z'],
  // Twice on the clock: the first time counts.
  ['Europe/Berlin', 'at(2026-10-25T02:30:00)', '2026-10-25T00:30:00.000Z'],
])('in %s %s is %s', (timezone, text, expected) => {
  const expression = parseExpression(text, timezone);
  expect(expression.kind === 'at' && new Date(expression.atMs).toISOString()).toBe(expected);
});

test.each(['rate(1 minute)', 'rate(5 minutes)', 'rate(2 hours)', 'rate(7 days)'])('%s is a rate', (text) => {
  expect(parseExpression(text, 'UTC').kind).toBe('rate');
});

test.each([
  'cron(15 10 ? * MON-FRI *)',
  'cron(0-15/1 8-8 ? * 2,3,4,5,6,7 *)',
  'cron(0 8 1 * ? *)',
  'cron(0 18 L * ? 2026-2027)',
  'cron(0 9 ? * 2#1 *)',
])('%s is a cron', (text) => {
  expect(parseExpression(text, 'UTC').kind).toBe('cron');
});

// The first thirteen are recorded from AWS.
test.each([
  'cron(0 1 * * * *)',
  'cron(7 20 * * NOT *)',
  'cron(INVALID)',
  'cron(0 dummy ? * MON-FRI *)',
  'cron(71 8 1 * ? *)',
  'cron()',
  'rate(10 seconds)',
  'rate(10)',
  'rate(10 minutess)',
  'rate(-10 minutes)',
  ' rate(10 minutes)',
  'at(2021-12-31T23:59:59Z)',
  'at(2021-12-31)',
  'at(2026-02-30T10:00:00)',
  'at(2026-11-21T24:00:00)',
  'at(2026-11-21T10:00:00+01:00)',
  'rate(0 minutes)',
  'cron(0 8 45W * ? *)',
  'cron(0 8 1 * ? 2030-2026)',
  '',
])('"%s" is refused', (text) => {
  expect(() => parseExpression(text, 'UTC')).toThrow(`Invalid Schedule Expression ${text}.`);
});

test('a zone nobody knows is refused', () => {
  expect(() => checkTimezone('Europe/Berlin')).not.toThrow();
  expect(() => checkTimezone('Mars/Base')).toThrow('Mars/Base');
});
