import {randomUUID} from 'node:crypto';
import type {SandboxClock} from '../../clock.js';
import type {Place} from '../../place.js';
import {nextCronMs} from '../../scheduler/cron.js';
import {type Expression, parseExpression} from '../../scheduler/expression.js';
import {SchedulerError} from '../../scheduler/scheduler-error.js';
import {type BusEvent, eventTime} from '../event-buses.js';
import {invalid} from '../events-error.js';
import type {Rule} from './rule.js';

/** `rate(…)` or `cron(…)` of a rule, in UTC. Throws JsonServiceError ValidationException. */
export function parseRuleSchedule(text: string): Expression {
  try {
    const expression = parseExpression(text, 'UTC');
    // Stricter than Scheduler: one minute, five minutes.
    const isSaidRight = expression.kind === 'cron' || /^rate\((1 [a-z]+[^s]|(?!1 )\d+ [a-z]+s)\)$/.test(text);
    if (expression.kind !== 'at' && isSaidRight) return expression;
  } catch (error) {
    if (!(error instanceof SchedulerError)) throw error;
  }
  throw invalid('Parameter ScheduleExpression is not valid.');
}

/** The event a rule gets when it is due (EventBridge User Guide, eb-run-lambda-schedule). */
export function scheduledEvent({arn}: Rule, {region, accountId}: Place, atMs: number): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: accountId,
    time: eventTime(atMs),
    region,
    resources: [arn],
    detail: {},
  };
}

/** Calls `fire` whenever the rule is due by the clock, for as long as `isCurrent`. */
export function followSchedule(
  rule: Rule,
  {
    clock,
    isCurrent,
    fire,
  }: {readonly clock: SandboxClock; readonly isCurrent: () => boolean; readonly fire: (atMs: number) => void},
): void {
  if (rule.scheduleExpression === undefined || !rule.isEnabled) return;
  const expression = parseRuleSchedule(rule.scheduleExpression);
  const wait = (dueMs: number | undefined): void => {
    if (dueMs === undefined) return;
    clock.after(Math.max(0, dueMs - clock.now()), () => {
      if (!isCurrent()) return;
      // A timer waits 24 days at the most, and may be a little early.
      if (clock.now() < dueMs) return wait(dueMs);
      fire(dueMs);
      wait(nextMs(expression, dueMs));
    });
  };
  wait(nextMs(expression, clock.now()));
}

function nextMs(expression: Expression, afterMs: number): number | undefined {
  if (expression.kind === 'rate') return afterMs + expression.everyMs;
  return expression.kind === 'cron' ? nextCronMs(expression.fields, 'UTC', afterMs) : undefined;
}
