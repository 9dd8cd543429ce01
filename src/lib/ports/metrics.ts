import type {VersionMinute} from '../analysis/minute/minute.js';
import type {ThrottleCount} from '../analysis/signal-readings.js';
import type {AliasRef} from '../model/function/ref.js';
import type {Version} from '../model/versions/version.js';

export interface MetricsQuery extends AliasRef {
  readonly versions: readonly Version[];
  /** Epoch milliseconds; whole minutes, start inclusive, end exclusive. */
  readonly fromMs: number;
  readonly toMs: number;
}

export interface AliasMetrics {
  /** Sparse: a minute without traffic of a version has no entry, which is not the same as zero errors. */
  readonly minutes: readonly VersionMinute[];
  readonly throttles: readonly ThrottleCount[];
}

/** AWS/Lambda metrics by FunctionName + Resource + ExecutedVersion. Throws AwsError, also when a result is not Complete. */
export interface MetricsPort {
  readAliasMetrics(query: MetricsQuery, signal?: AbortSignal): Promise<AliasMetrics>;
  /** The same for many aliases, in the order of the queries: a hundred rollouts take one request. */
  readManyAliasMetrics(queries: readonly MetricsQuery[], signal?: AbortSignal): Promise<readonly AliasMetrics[]>;
}
