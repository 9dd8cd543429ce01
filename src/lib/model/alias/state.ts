import type {AliasRef} from '../function/ref.js';
import type {WeightPercent} from '../rollout/weight.js';
import type {Version} from '../versions/version.js';

/** What AWS holds of one alias. `stable` is its primary version, `candidate` the additional one with its share. */
export interface AliasState extends AliasRef {
  readonly aliasArn: string;
  /** Digits, or `$LATEST` on an alias nobody releases with. */
  readonly stable: Version;
  readonly candidate?: {readonly version: Version; readonly weightPercent: WeightPercent};
  /** An additional version with weight 0, as a lease that has run leaves it: no traffic, but AWS deletes no version that is named there. */
  readonly unweighted?: Version;
  /** The whole text AWS holds, a rollout marker included. */
  readonly description: string;
  readonly revisionId: string;
}
