import type {AliasRef} from '../model/function/ref.js';

export interface TrafficQuery extends AliasRef {
  /** Epoch milliseconds; whole minutes, start inclusive, end exclusive, at most 15 days ago. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** One minute of all the alias's invocations, whichever version ran. */
export interface TrafficMinute {
  readonly minuteMs: number;
  readonly invocations: number;
  readonly errors: number;
}

/** What an alias served before. Throws AwsError, also when a result is not Complete. */
export interface TrafficHistoryPort {
  /** Oldest first and sparse: a minute without traffic has no entry. */
  readTraffic(query: TrafficQuery, signal?: AbortSignal): Promise<readonly TrafficMinute[]>;
}
