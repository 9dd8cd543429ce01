import {expect, test} from 'vitest';
import type {Rule} from '../../../../src/lib/sandbox/events/rules/rule.js';
import {followSchedule, scheduledEvent} from '../../../../src/lib/sandbox/events/rules/rule-schedule.js';
import {ManualClock} from '../../manual-clock.js';

const START_MS = Date.UTC(2026, 10, 21, 10);
const MINUTE_MS = 60_000;

function aRule(scheduleExpression: string, isEnabled = true): Rule {
  const arn = 'arn:aws:events:eu-west-1:111111111111:rule/nightly';
  const none = {eventPattern: undefined, matches: undefined, description: undefined, roleArn: undefined};
  return {name: 'nightly', bus: 'default', arn, scheduleExpression, isEnabled, state: '', targets: new Map(), ...none};
}

test.each<[expression: string, minutes: number[]]>([
  ['rate(5 minutes)', [5, 10, 15, 20]],
  ['cron(0/10 * * * ? *)', [10, 20]],
])('a rule of %s is due, again and again', async (expression, minutes) => {
  const clock = new ManualClock(START_MS);
  const fired: number[] = [];
  followSchedule(aRule(expression), {clock, isCurrent: () => true, fire: (atMs) => fired.push(atMs)});
  await clock.advance(20 * MINUTE_MS);
  expect(fired.map((atMs) => (atMs - START_MS) / MINUTE_MS)).toEqual(minutes);
});

test('a rule that is disabled, or replaced, is not due any more', async () => {
  const clock = new ManualClock(START_MS);
  const fired: number[] = [];
  let isCurrent = true;
  const follow = (rule: Rule) =>
    followSchedule(rule, {clock, isCurrent: () => isCurrent, fire: (atMs) => fired.push(atMs)});
  follow(aRule('rate(1 minute)', false));
  follow(aRule('rate(5 minutes)'));
  await clock.advance(6 * MINUTE_MS);
  isCurrent = false;
  await clock.advance(20 * MINUTE_MS);
  expect(fired).toEqual([START_MS + 5 * MINUTE_MS]);
});

test('its event says when, and which rule', () => {
  const event = scheduledEvent(aRule('rate(1 minute)'), {region: 'eu-west-1', accountId: '111111111111'}, START_MS);
  expect(event).toMatchObject({
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    time: '2026-11-21T10:00:00Z',
    resources: ['arn:aws:events:eu-west-1:111111111111:rule/nightly'],
    detail: {},
  });
});
