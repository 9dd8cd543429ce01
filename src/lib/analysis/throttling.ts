import type {Throttling} from './judgement.js';
import {MINUTE_MS, type PairedMinute} from './minute/paired-minute.js';
import type {ReadingsBefore, ThrottleCount} from './signal-readings.js';

/** Throttled calls of one minute, and their share of all calls, from which the rollout waits … */
const LEAST = {throttles: 5, share: 0.05} as const;
/** … unless it was much the same before: a queue that outruns a small reservation is throttled every day. */
const TIMES_BEFORE = 2;

interface ThrottlingInput {
  readonly throttles: readonly ThrottleCount[];
  /** Of this step, whatever their split. */
  readonly minutes: readonly PairedMinute[];
  readonly before: Pick<ReadingsBefore, 'invocations' | 'throttles'>;
  readonly stepStartedMs: number;
  /** A minute is looked at when it ended by then. */
  readonly settledMs: number;
}

/**
 * The alias refusing calls in the newest minute of the step. Throttled calls reach no version, so that they are in
 * neither Invocations nor Errors and speak against nobody; but callers are turned away, and a version that cannot be
 * called cannot be judged. A rule of thumb without a guarantee: the rollout waits.
 */
export function throttling(input: ThrottlingInput): Throttling | undefined {
  const {throttles, minutes, before, stepStartedMs, settledMs} = input;
  const attempts = new Map<number, {throttles: number; attempts: number}>();
  const add = (minuteMs: number, throttled: number, served: number) => {
    if (minuteMs + MINUTE_MS <= stepStartedMs || minuteMs + MINUTE_MS > settledMs) return;
    const so = attempts.get(minuteMs) ?? {throttles: 0, attempts: 0};
    attempts.set(minuteMs, {throttles: so.throttles + throttled, attempts: so.attempts + throttled + served});
  };
  for (const {minuteMs, throttles: count} of throttles) add(minuteMs, count, 0);
  for (const {minuteMs, candidate, stable} of minutes) add(minuteMs, 0, candidate.invocations + stable.invocations);
  const [minuteMs, newest] =
    [...attempts].filter(([, each]) => each.attempts > 0).toSorted(([a], [b]) => b - a)[0] ?? [];
  if (minuteMs === undefined || newest === undefined) return undefined;
  const beforeAttempts = before.invocations + before.throttles;
  const shareBefore = beforeAttempts > 0 ? before.throttles / beforeAttempts : 0;
  const least = Math.max(LEAST.share, TIMES_BEFORE * shareBefore);
  const isThrottled = newest.throttles >= LEAST.throttles && newest.throttles >= least * newest.attempts;
  return isThrottled ? {minuteMs, ...newest, shareBefore} : undefined;
}
