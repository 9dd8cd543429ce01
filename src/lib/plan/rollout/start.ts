import type {Version} from '../../model/versions/version.js';
import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import {isSameRelease} from '../publish/same-release.js';
import {signerOf} from '../publish/signing.js';
import type {Planned} from '../refusal.js';
import type {CreateAliasPlan, NothingPlan, RolloutPlan, RolloutSpec} from './plan.js';
import {planRollout} from './rollout.js';

/** The rollout of a version that is published, see planRollout; nothing to do where the alias serves as good as that already. */
export function planStart(
  spec: RolloutSpec,
  observed: ObservedRollout,
  nowMs: number,
): Planned<RolloutPlan | CreateAliasPlan | NothingPlan> {
  const version = servedAs(spec.candidate, observed);
  if (version === undefined) return planRollout(spec, observed, nowMs);
  const isItself = version === spec.candidate;
  return {ok: true, plan: {kind: 'nothing', version, ...(!isItself && {asked: spec.candidate})}};
}

/**
 * The version with all traffic, when that is the candidate or has its very code and configuration, layers included. A rollout
 * would compare it with itself.
 */
export function servedAs(candidate: Version, {alias, standing, versions}: ObservedRollout): Version | undefined {
  if (!alias || standing.kind !== 'idle') return undefined;
  const [serves, asked] = [versions.get(alias.stable), versions.get(candidate)];
  if (!serves || !asked) return undefined;
  if (alias.stable === candidate) return candidate;
  // Code that has been signed since is not what serves, though its content is.
  const isSame = isSameRelease(asked, serves) && (signerOf(asked) ?? signerOf(serves)) === signerOf(serves);
  return isSame && serves.state === 'Active' ? alias.stable : undefined;
}
