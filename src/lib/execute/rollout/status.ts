import type {AnalysisSettings} from '../../analysis/settings.js';
import type {AliasRef} from '../../model/function-ref.js';
import {observeStanding, type StandingDeps} from '../../observe/rollout/standing.js';
import {type RolloutStatus, toRolloutStatus} from '../../plan/rollout/status.js';

/** Reads an alias and judges the rollout it carries, as its own process would now. Changes nothing. Throws AwsError. */
export async function observeRolloutStatus(
  deps: StandingDeps,
  ref: AliasRef,
  settings: AnalysisSettings,
  signal?: AbortSignal,
): Promise<RolloutStatus> {
  return toRolloutStatus(await observeStanding(deps, ref, settings, signal));
}
