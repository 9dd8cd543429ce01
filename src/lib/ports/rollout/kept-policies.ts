import type {AliasRef} from '../../model/function/ref.js';

/** What a rollout is judged by, as it is kept beside its alias; whether it may be trusted is for the reader to say. */
export interface KeptPolicy {
  readonly rolloutId: string;
  /** JSON text. */
  readonly text: string;
}

/** Policies of rollouts, one an alias. Every method throws AwsError. */
export interface KeptPoliciesPort {
  /** `undefined` when none is kept, or the caller may not see it. */
  read(ref: AliasRef, signal?: AbortSignal): Promise<KeptPolicy | undefined>;
  /** False when it is too large to be kept. AWS refuses it while the function is being updated: UPDATE_IN_PROGRESS. */
  keep(ref: AliasRef, policy: KeptPolicy, signal?: AbortSignal): Promise<boolean>;
  /** Takes away what is kept of this rollout; nothing, or another rollout's, is left as it is. */
  forget(ref: AliasRef, rolloutId: string, signal?: AbortSignal): Promise<void>;
}
