import type {AliasState} from '../../model/alias/state.js';
import type {AliasRef} from '../../model/function/ref.js';
import type {WeightPercent} from '../../model/rollout/weight.js';
import type {Version} from '../../model/versions/version.js';

/** One whole, guarded statement of an alias's routing. There is no partial write. */
export interface AliasWrite extends AliasRef {
  readonly stable: Version;
  /** Absent clears the weights: all traffic to `stable`. */
  readonly candidate?: {readonly version: Version; readonly weightPercent: WeightPercent};
  readonly description: string;
  /** The revision this write was decided on. */
  readonly revisionId: string;
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
}
