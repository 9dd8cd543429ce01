import type {AliasState} from '../model/alias/state.js';
import type {AliasRef} from '../model/function-ref.js';
import type {WeightPercent} from '../model/rollout/weight.js';
import type {Version} from '../model/version.js';

/** One whole, guarded statement of an alias's routing. There is no partial write. */
export interface AliasWrite extends AliasRef {
  readonly stable: Version;
  /** Absent clears the weights: all traffic to `stable`. */
  readonly candidate?: {readonly version: Version; readonly weightPercent: WeightPercent};
  readonly description: string;
  /** The revision this write was decided on. */
  readonly revisionId: string;
}

/** Provisioned concurrency of an alias or a version. */
export interface ProvisionedConcurrency {
  /** Alias name or version digits. */
  readonly qualifier: string;
  readonly requested: number;
  readonly allocated: number;
  /** `IN_PROGRESS | READY | FAILED`; AWS may add values. */
  readonly status: string;
}

/** Aliases. Every method throws AwsError; a lost race is code PRECONDITION_FAILED. */
export interface AliasesPort {
  /** `undefined` when the alias does not exist. */
  getAlias(ref: AliasRef, signal?: AbortSignal): Promise<AliasState | undefined>;
  listAliases(functionName: string, signal?: AbortSignal): Promise<readonly AliasState[]>;
  createAlias(
    input: AliasRef & {readonly version: Version; readonly description: string},
    signal?: AbortSignal,
  ): Promise<AliasState>;
  writeAlias(write: AliasWrite, signal?: AbortSignal): Promise<AliasState>;
  /** Provisioned concurrency requested on the alias; `undefined` when there is none. */
  getProvisionedConcurrency(ref: AliasRef, signal?: AbortSignal): Promise<number | undefined>;
  /** Every alias and version of the function that has some. */
  listProvisionedConcurrency(functionName: string, signal?: AbortSignal): Promise<readonly ProvisionedConcurrency[]>;
}
