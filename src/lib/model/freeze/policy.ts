import type {FrozenSpan} from './span.js';

/** What a rollout under way does when a freeze begins. */
export const FREEZE_POLICIES = ['finish', 'hold', 'abort'] as const;
export type FreezePolicy = (typeof FREEZE_POLICIES)[number];

/** What a rollout under way has to keep to, whoever drives it: nothing where it finishes all the same. */
export interface RolloutFreeze {
  readonly onFreeze: Exclude<FreezePolicy, 'finish'>;
  readonly spans: readonly FrozenSpan[];
}
