import type {TrafficRate} from '../../analysis/power/step-sight.js';
import {DAY_MS, HOUR_MS, MINUTE_MS} from '../../model/duration.js';
import {fullMinute} from '../../model/full-minute.js';
import type {TrafficMinute} from '../../ports/traffic-history.js';

/** What an alias will most likely serve while it is released, and what that rests on. Rates a minute. */
export interface ExpectedTraffic extends TrafficRate {
  readonly basis: 'last-hour' | 'yesterday' | 'none';
  readonly lastHourPerMinute: number;
  /** At this time yesterday; absent when the alias had no traffic yet by then. */
  readonly yesterdayPerMinute?: number;
}

/** The newest minutes are still being counted. */
const INCOMPLETE_MS = 3 * MINUTE_MS;

/**
 * The smaller of the last hour's traffic and that of the same time yesterday, over at least an hour or as long as the
 * rollout takes: a plan that promises too little to see errs on the safe side. The error rate is the whole day's.
 */
export function expectedTraffic(minutes: readonly TrafficMinute[], nowMs: number, spanMs: number): ExpectedTraffic {
  const [first] = minutes;
  if (first === undefined) return {perMinute: 0, errorRate: 0, basis: 'none', lastHourPerMinute: 0};
  const lastMs = fullMinute(nowMs - INCOMPLETE_MS);
  // An alias that began to serve ten minutes ago is measured over ten minutes.
  const lastHour = perMinute(minutes, Math.max(lastMs - HOUR_MS, first.minuteMs), lastMs);
  const fromMs = lastMs - DAY_MS;
  const yesterday =
    first.minuteMs <= fromMs
      ? perMinute(minutes, fromMs, fromMs + Math.min(DAY_MS, Math.max(HOUR_MS, spanMs)))
      : undefined;
  const isQuieter = yesterday !== undefined && yesterday > 0 && (yesterday < lastHour || lastHour === 0);
  const rate = isQuieter ? yesterday : lastHour;
  return {
    perMinute: rate,
    errorRate: errorRateOf(minutes),
    basis: rate === 0 ? 'none' : isQuieter ? 'yesterday' : 'last-hour',
    lastHourPerMinute: lastHour,
    ...(yesterday !== undefined && {yesterdayPerMinute: yesterday}),
  };
}

function perMinute(minutes: readonly TrafficMinute[], fromMs: number, toMs: number): number {
  const total = minutes
    .filter(({minuteMs}) => minuteMs >= fromMs && minuteMs < toMs)
    .reduce((sum, {invocations}) => sum + invocations, 0);
  return total / Math.max(1, (toMs - fromMs) / MINUTE_MS);
}

function errorRateOf(minutes: readonly TrafficMinute[]): number {
  const errors = minutes.reduce((sum, minute) => sum + minute.errors, 0);
  // A failed initialisation reports an error without an invocation.
  const invocations = minutes.reduce((sum, minute) => sum + Math.max(minute.invocations, minute.errors), 0);
  return invocations === 0 ? 0 : errors / invocations;
}
