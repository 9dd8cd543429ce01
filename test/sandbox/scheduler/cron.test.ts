import {expect, test} from 'vitest';
import {nextCronMs} from '../../../src/lib/sandbox/scheduler/cron.js';
import {parseExpression} from '../../../src/lib/sandbox/scheduler/expression.js';

const SATURDAY = '2026-11-21T10:00:00.000Z';

// The expressions are those of the Scheduler User Guide, schedule-types, and of EventBridge's.
test.each([
  ['cron(0 10 * * ? *)', 'UTC', SATURDAY, '2026-11-22T10:00:00.000Z'],
  ['cron(15 12 * * ? *)', 'UTC', SATURDAY, '2026-11-21T12:15:00.000Z'],
  ['cron(0 18 ? * MON-FRI *)', 'UTC', SATURDAY, '2026-11-23T18:00:00.000Z'],
  ['cron(0 8 1 * ? *)', 'UTC', SATURDAY, '2026-12-01T08:00:00.000Z'],
  ['cron(0/15 * * * ? *)', 'UTC', SATURDAY, '2026-11-21T10:15:00.000Z'],
  ['cron(0/5 8-17 ? * MON-FRI *)', 'UTC', SATURDAY, '2026-11-23T08:00:00.000Z'],
  ['cron(0 9 ? * 2#1 *)', 'UTC', SATURDAY, '2026-12-07T09:00:00.000Z'],
  ['cron(15 10 ? * 6L 2026-2027)', 'UTC', SATURDAY, '2026-11-27T10:15:00.000Z'],
  ['cron(0 12 ? * L *)', 'UTC', SATURDAY, '2026-11-21T12:00:00.000Z'],
  ['cron(0 12 L * ? *)', 'UTC', SATURDAY, '2026-11-30T12:00:00.000Z'],
  ['cron(0 12 15W * ? *)', 'UTC', '2026-08-01T00:00:00.000Z', '2026-08-14T12:00:00.000Z'],
  ['cron(0 12 ? * SUN-TUE *)', 'UTC', SATURDAY, '2026-11-22T12:00:00.000Z'],
  ['cron(0 12 ? * SAT-MON *)', 'UTC', SATURDAY, '2026-11-21T12:00:00.000Z'],
  ['cron(0 22-2 ? NOV-FEB 7-1 *)', 'UTC', '2026-11-22T03:00:00Z', '2026-11-22T22:00:00.000Z'],
  ['cron(0 12 ? * 1 *)', 'UTC', SATURDAY, '2026-11-22T12:00:00.000Z'],
  ['cron(30 2 * * ? *)', 'Asia/Kolkata', SATURDAY, '2026-11-21T21:00:00.000Z'],
  ['cron(0 12 1 JAN ? 2030)', 'UTC', SATURDAY, '2030-01-01T12:00:00.000Z'],
  ['cron(0 12 1 JAN ? 2025)', 'UTC', SATURDAY, undefined],
])('%s in %s, after %s, is due at %s', (text, timezone, after, expected) => {
  const expression = parseExpression(text, timezone);
  const next = expression.kind === 'cron' ? nextCronMs(expression.fields, timezone, Date.parse(after)) : undefined;
  expect(next === undefined ? undefined : new Date(next).toISOString()).toBe(expected);
});
