import type {AnalysisSettings} from '../../analysis/settings.js';
import type {InconclusivePolicy} from '../../config/release-file.js';
import type {RolloutFreeze} from '../../model/freeze/policy.js';

/** What a rollout is driven by: with the alias and CloudWatch all that a tick needs to know. */
export interface RolloutPolicy {
  /** With `settleMs` raised to what the slower of the two versions needs. */
  readonly settings: AnalysisSettings;
  readonly onInconclusive: InconclusivePolicy;
  /** End a bake as soon as an unacceptable candidate is excluded. */
  readonly promoteEarly: boolean;
  /** How long past its bake a step may wait for data, and a shared incident for its end; milliseconds. */
  readonly patienceMs: number;
  /** Patience begins then at the earliest, epoch milliseconds: whoever resumes a rollout gives it all of it again. */
  readonly patientFromMs?: number;
  /** What it does when a freeze begins; absent where it goes on to its end. */
  readonly freeze?: RolloutFreeze;
  /** The two versions cannot be behind one alias, so that there is no way back beside stable. */
  readonly apart?: true;
}
