import type {RolloutMarker} from '../../model/rollout/marker.js';
import type {RolloutPlan} from '../../plan/rollout/plan.js';
import type {Claim} from '../../plan/tick/find.js';
import {GuardedAlias} from '../alias/guarded-alias.js';
import {LeaseKeeper} from '../lease/lease-keeper.js';
import {CredentialsEnd} from './credentials-end.js';
import type {RolloutDeps} from './deps.js';
import type {HookDeps} from './hooks.js';

/** A process that works on a rollout until it ends. All that must survive it is in the alias. */
export interface Driver {
  readonly deps: RolloutDeps;
  readonly plan: RolloutPlan;
  readonly signal: AbortSignal;
  readonly alias: GuardedAlias;
  readonly credentials: CredentialsEnd;
  readonly lease?: LeaseKeeper;
  /** When it began to work on it, epoch milliseconds. */
  readonly joinedMs: number;
}

export function toDriver(deps: RolloutDeps, plan: RolloutPlan, signal: AbortSignal): Driver {
  const lease = plan.lease && new LeaseKeeper(deps, {...plan, terms: plan.lease});
  const aliases = lease ? lease.over(deps.aliases) : deps.aliases;
  const alias = new GuardedAlias(aliases, plan.before);
  const credentials = new CredentialsEnd(deps);
  const joinedMs = deps.clock.now();
  return {deps: {...deps, aliases}, plan, signal, alias, credentials, joinedMs, ...(lease && {lease})};
}

/** What a hook runs with that begins now. */
export function hookDepsOf({deps: {commands, events}, credentials}: Driver): HookDeps {
  return {
    commands,
    events,
    get hookLimit() {
      return credentials.hookLimit;
    },
  };
}

/** The rollout as a process claims it: another one that resumes it takes it away. */
export function claimOfProcess({plan, alias}: Driver): Claim {
  const {rolloutId, stable, candidate, train, resumed} = plan;
  const {description} = alias.state;
  return {rolloutId, stable, candidate, ...(train && {train}), description, runner: resumed?.runner ?? null};
}

/** Whether nothing of ours has reached the alias, or can reach it any more. */
export function isUntouched({plan, alias}: Driver): boolean {
  return alias.state.revisionId === plan.before.revisionId && !alias.isUncertain;
}

/** The marker of a planned rollout: as it is claimed, or without a move before the first. */
export function markerOfPlan(plan: RolloutPlan): RolloutMarker {
  const {rolloutId, stable, candidate, steps, watchMs, settingsDigest, train, resumed} = plan;
  const first = {rolloutId, stable, candidate, steps, watchMs, settingsDigest, movedMs: [], held: false};
  return resumed ?? {...first, ...(train && {train})};
}
