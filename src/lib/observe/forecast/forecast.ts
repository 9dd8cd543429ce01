import {ReleaseError} from '../../errors.js';
import {DAY_MS, HOUR_MS} from '../../model/duration.js';
import {fullMinute} from '../../model/full-minute.js';
import type {AliasRef} from '../../model/function/ref.js';
import type {Clock} from '../../ports/clock.js';
import type {Bypass, TriggersPort} from '../../ports/lambda/triggers.js';
import type {TrafficHistoryPort, TrafficMinute} from '../../ports/traffic-history.js';

export interface ForecastDeps {
  readonly trafficHistory: TrafficHistoryPort;
  readonly triggers: TriggersPort;
  readonly clock: Clock;
}

/** What a forecast rests on. */
export interface ObservedTraffic {
  /** The last day and the hour before it; a minute without traffic has no entry. */
  readonly minutes: readonly TrafficMinute[];
  /** Absent when these credentials may not look. */
  readonly bypasses?: readonly Bypass[];
}

/** A day and the hour before it: what the traffic of the same time yesterday is told from. */
export function trafficWindow(nowMs: number): {readonly fromMs: number; readonly toMs: number} {
  const toMs = fullMinute(nowMs);
  return {fromMs: toMs - DAY_MS - HOUR_MS, toMs};
}

/**
 * Reads what an alias served since this time yesterday, and which triggers go past it. A release needs the first and not
 * the second, so that alone may be forbidden. Throws AwsError.
 */
export async function observeTraffic(
  deps: ForecastDeps,
  ref: AliasRef,
  signal?: AbortSignal,
): Promise<ObservedTraffic> {
  const [minutes, bypasses] = await Promise.all([
    deps.trafficHistory.readTraffic({...ref, ...trafficWindow(deps.clock.now())}, signal),
    listBypasses(deps.triggers, ref.functionName, signal),
  ]);
  return {minutes, ...(bypasses && {bypasses})};
}

async function listBypasses(
  triggers: TriggersPort,
  functionName: string,
  signal?: AbortSignal,
): Promise<readonly Bypass[] | undefined> {
  try {
    return await triggers.listBypasses(functionName, signal);
  } catch (error) {
    if (error instanceof ReleaseError && error.code === 'ACCESS_DENIED') return undefined;
    throw error;
  }
}
