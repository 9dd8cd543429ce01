import type {AlarmReading} from '../../analysis/signal-readings.js';
import {AwsError} from '../../errors.js';
import {HOUR_MS} from '../../model/duration.js';
import type {Clock} from '../../ports/clock.js';
import type {ConcurrencyMetricsPort} from '../../ports/concurrency-metrics.js';
import type {ConcurrencyPort} from '../../ports/lambda/concurrency.js';
import type {ParametersPort, PlainParameter} from '../../ports/parameters.js';
import type {SignalsPort} from '../../ports/signals.js';

/** What a release file names as blockers. */
export interface Blockers {
  readonly alarms?: readonly string[];
  readonly parameter?: string;
  readonly headroom?: number;
}

/** Executions of the account's unreserved pool: how many there may be, and the most there were in all of the account lately. */
export interface PoolUse {
  readonly pool: number;
  readonly peak: number;
}

/** What was read, or why it could not be. */
export type Read<Value> = {readonly value: Value} | {readonly unread: AwsError};

/** Blockers as they are; what is not asked for is absent. */
export interface ObservedBlockers {
  readonly alarms?: Read<readonly AlarmReading[]>;
  /** No value: there is no such parameter. */
  readonly parameter?: Read<PlainParameter | undefined>;
  readonly pool?: Read<PoolUse>;
}

interface BlockerDeps {
  readonly signals: SignalsPort;
  readonly parameters: ParametersPort;
  readonly concurrency: ConcurrencyPort;
  readonly concurrencyMetrics: ConcurrencyMetricsPort;
  readonly clock: Clock;
}

/** Reads every blocker there is; what AWS says against one of them is returned, not thrown. */
export async function observeBlockers(
  deps: BlockerDeps,
  {alarms, parameter, headroom}: Blockers,
  signal?: AbortSignal,
): Promise<ObservedBlockers> {
  const [red, stop, pool] = await Promise.all([
    alarms && read(deps.signals.readAlarms(alarms, signal)),
    parameter === undefined ? undefined : read(deps.parameters.getPlain(parameter, signal)),
    headroom === undefined ? undefined : read(poolUse(deps, signal)),
  ]);
  return {...(red && {alarms: red}), ...(stop && {parameter: stop}), ...(pool && {pool})};
}

async function poolUse({concurrency, concurrencyMetrics, clock}: BlockerDeps, signal?: AbortSignal): Promise<PoolUse> {
  // CloudWatch aligns periods of an hour to whole hours: this one so far, and the one before it.
  const toMs = Math.ceil(clock.now() / HOUR_MS) * HOUR_MS;
  const [account, peaks] = await Promise.all([
    concurrency.getAccountConcurrency(signal),
    concurrencyMetrics.readPeaks({functionNames: [], fromMs: toMs - 2 * HOUR_MS, toMs}, signal),
  ]);
  // What is reserved for others is not there for who has no reservation, though nobody may use it at the moment.
  return {pool: account.unreserved, peak: peaks.account ?? 0};
}

async function read<Value>(reading: Promise<Value>): Promise<Read<Value>> {
  try {
    return {value: await reading};
  } catch (error) {
    if (error instanceof AwsError) return {unread: error};
    throw error;
  }
}
