import type {AnalysisSettings} from '../../analysis/settings.js';
import type {Engine, InconclusivePolicy, InterruptPolicy} from '../../config/release-file.js';
import type {AliasState} from '../../model/alias/state.js';
import type {RolloutFreeze} from '../../model/freeze/policy.js';
import type {AliasRef} from '../../model/function/ref.js';
import type {RolloutChecks} from '../../model/rollout/checks.js';
import type {Tells} from '../../model/rollout/execution.js';
import type {LeaseTerms} from '../../model/rollout/lease.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import type {Step} from '../../model/rollout/step.js';
import type {WeightPercent} from '../../model/rollout/weight.js';
import type {TrainMark} from '../../model/train/mark.js';
import type {VersionNotes} from '../../model/versions/note.js';
import type {Version} from '../../model/versions/version.js';
import type {VersionChange} from '../../model/versions/version-change.js';
import type {StagedProvisioning} from '../concurrency/staged-provisioning.js';
import type {RolloutPolicy} from '../tick/policy.js';

/** What a person asks for. */
export interface RolloutSpec {
  readonly ref: AliasRef;
  readonly candidate: Version;
  /** Ascending, below 100 %; none moves all traffic at once. */
  readonly steps: readonly Step[];
  /** How long the candidate is watched after 100 %, milliseconds; 0 does not watch. */
  readonly watchMs: number;
  readonly settings: AnalysisSettings;
  readonly onInconclusive: InconclusivePolicy;
  readonly onInterrupt: InterruptPolicy;
  /** End a bake as soon as an unacceptable candidate is excluded. */
  readonly promoteEarly: boolean;
  /** Return after the first move; whoever runs `resume` goes on. */
  readonly detach: boolean;
  /** Hold the rollout where it is when this process has worked on it that long; milliseconds. */
  readonly waitMs?: number;
  readonly checks?: RolloutChecks;
  /** Environments to keep ready for the candidate; absent: as many as stable has of its own. */
  readonly provisioned?: number;
  /** AWS gives stable all traffic when nobody renews it; absent: nobody does. */
  readonly lease?: LeaseTerms;
  /** What drives it once its first move has been made; absent: the process that began it. */
  readonly engine?: Exclude<Engine, 'process'>;
  /** Whom that tells. */
  readonly tells?: Tells;
  /** What it does when a freeze begins while it is under way; absent where it goes on to its end. */
  readonly freeze?: RolloutFreeze;
  /** The train it is a car of. */
  readonly train?: TrainMark;
  /** Create the alias on the candidate when there is none. */
  readonly createAlias: boolean;
}

/** Something a person should know before agreeing; it stops nothing. */
export interface PlanWarning {
  readonly code: string;
  readonly message: string;
}

/** A progressive change of an alias from stable to candidate. */
export interface RolloutPlan extends RolloutPolicy {
  readonly kind: 'rollout';
  readonly ref: AliasRef;
  readonly rolloutId: string;
  readonly stable: Version;
  readonly candidate: Version;
  readonly steps: readonly Step[];
  readonly watchMs: number;
  readonly settingsDigest: string;
  readonly train?: TrainMark;
  readonly onInterrupt: InterruptPolicy;
  readonly detach: boolean;
  readonly waitMs?: number;
  readonly checks?: RolloutChecks;
  /** What is provisioned for the candidate before the first move. */
  readonly staged?: StagedProvisioning;
  readonly lease?: LeaseTerms;
  readonly engine?: RolloutSpec['engine'];
  readonly tells?: Tells;
  /** What its versions say of themselves, for people. */
  readonly notes?: VersionNotes;
  /** What is different in the candidate. */
  readonly changes?: readonly VersionChange[];
  /** The candidate has the very code of stable: only its configuration is another one. */
  readonly sameCode?: true;
  /** Present when another process began it: the marker as this process claims it, its own runner in it. */
  readonly resumed?: RolloutMarker;
  /** Its freezes are not those that were kept of it: they are kept anew. */
  readonly refrozen?: true;
  /** It was begun with other settings, and is judged by these from here on. */
  readonly acceptedSettings?: true;
  /** Every weight of the candidate in order, the promotion to 100 included. */
  readonly weights: readonly WeightPercent[];
  /** The time the rollout takes when nothing is extended, watch included; milliseconds. */
  readonly leastMs: number;
  /** The alias as it was observed: the revision the first write is decided on and what an abort brings back. */
  readonly before: AliasState;
  readonly warnings: readonly PlanWarning[];
}

/** A first release: the alias is created on the candidate, and there is nothing to compare it with. */
export interface CreateAliasPlan {
  readonly kind: 'create-alias';
  readonly ref: AliasRef;
  readonly candidate: Version;
  readonly checks?: RolloutChecks;
  readonly warnings: readonly PlanWarning[];
}

/** The alias serves it already. */
export interface NothingPlan {
  readonly kind: 'nothing';
  /** What has all traffic. */
  readonly version: Version;
  /** What was asked for, when that is another number of the same code and configuration. */
  readonly asked?: Version;
}
