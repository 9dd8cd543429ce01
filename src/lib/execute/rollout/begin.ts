import type {AliasState} from '../../model/alias/state.js';
import {formatAliasRef} from '../../model/function/ref.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import {markerTarget} from '../../model/rollout/marker-target.js';
import {messageOf} from '../../model/text/message-of.js';
import type {StagedProvisioning} from '../../plan/concurrency/staged-provisioning.js';
import {findClaimed} from '../../plan/tick/find.js';
import {stageProvisioned, unstage} from '../concurrency/staged.js';
import {notMoved} from '../tick/carry-out.js';
import {keepPolicy} from '../tick/kept-policy.js';
import {moveForward} from '../tick/move-forward.js';
import {takeBack} from '../tick/take-back.js';
import {writeBriefly} from '../tick/write-lasting.js';
import {warmUp} from '../warm/warm-up.js';
import {claimOfProcess, type Driver, hookDepsOf, isUntouched} from './driver.js';
import type {End} from './ending.js';
import {runHooksBeforeMove} from './hooks.js';
import {smokeTest} from './smoke.js';

/** A rollout that is under way, in the hands of this process. */
type Begun = {readonly kind: 'begun'; readonly marker: RolloutMarker};

/** The first move of a rollout, which is never a tick's: after the smoke tests, the warming, the hook and what is kept ready, and undone when it fails. */
export async function begin(driver: Driver, unbegun: RolloutMarker): Promise<Begun | End> {
  const {deps, plan, signal} = driver;
  try {
    const unfit = (await smokeTest(deps, plan, signal)) ?? (await warmUp(deps, plan, signal));
    if (unfit) return {kind: 'notBegun', cause: unfit};
  } catch (error) {
    return signal.aborted ? {kind: 'interrupted'} : {kind: 'refusedByAws', error};
  }
  const failure = await runHooksBeforeMove(hookDepsOf(driver), plan, unbegun, signal);
  if (failure) return {kind: 'notBegun', cause: failure};
  return plan.staged ? staged(driver, unbegun, plan.staged) : firstMove(driver, unbegun);
}

/** Ends before which traffic may have been on the candidate: what it keeps ready is theirs. */
const MOVED: ReadonlySet<(Begun | End)['kind']> = new Set<(Begun | End)['kind']>([
  ...(['begun', 'promoted', 'takenBack', 'notRestored', 'leaseRan'] as const),
]);

/** The first move once the candidate is kept as ready as stable is; without the move it is not kept so. */
async function staged(driver: Driver, unbegun: RolloutMarker, {wanted}: StagedProvisioning): Promise<Begun | End> {
  const {deps, plan, signal} = driver;
  const {ref, candidate: version} = plan;
  let isAsked: boolean;
  try {
    isAsked = await stageProvisioned(deps, {ref, version, wanted}, signal);
  } catch (error) {
    return signal.aborted ? {kind: 'interrupted'} : {kind: 'refusedByAws', error};
  }
  const begun = await firstMove(driver, unbegun);
  const isOthers = MOVED.has(begun.kind) || (begun.kind === 'interrupted' && !isUntouched(driver));
  if (isAsked && !isOthers) await unstage(deps, ref, version, signal);
  return begun;
}

async function firstMove(driver: Driver, unbegun: RolloutMarker): Promise<Begun | End> {
  const {deps, plan, signal, alias} = driver;
  await keepPolicy(deps, plan, signal);
  const unleased = await giveLease(driver);
  if (unleased) return unleased;
  const moved = await moveForward(deps, alias, unbegun, signal);
  switch (moved.kind) {
    case 'moved':
      return (await unleasedAfterMove(driver)) ?? {...moved, kind: moved.isOver ? 'promoted' : 'begun'};
    case 'elsewhere': {
      const found = elsewhere(driver, moved.alias);
      // Before the first move there is nothing to take back: somebody has only written what was there.
      const wasNever = found.kind === 'abortedElsewhere' || found.kind === 'promotedElsewhere';
      return wasNever ? {kind: 'takenOver', alias: found.alias} : found;
    }
    case 'failed': {
      if (!moved.sent && isUntouched(driver)) return {kind: 'refusedByAws', error: moved.error};
      const claim = claimOfProcess(driver);
      return takeBack(deps, {ref: plan.ref, alias, claim, cause: notMoved(plan, moved.error)}, signal);
    }
    case 'interrupted':
      return moved;
  }
}

/**
 * Makes a rollout that another process began this one's: its marker names our runner from then on. Of two that resume
 * at once, exactly one succeeds. Traffic stays as it is.
 */
export async function claimRollout(driver: Driver, resumed: RolloutMarker): Promise<Begun | End> {
  const {deps, plan, signal, alias} = driver;
  const unleased = await giveLease(driver);
  if (unleased) return unleased;
  const target = markerTarget(plan.before.description, resumed);
  const result = await writeBriefly(deps.clock, alias, target, signal);
  switch (result.kind) {
    case 'written':
      // By other settings or freezes from here on: whoever looks at it from elsewhere goes by these too.
      if (plan.acceptedSettings || plan.refrozen) await keepPolicy(deps, plan, signal);
      return (await unleasedAfterMove(driver)) ?? {kind: 'begun', marker: resumed};
    case 'takenOver':
      return elsewhere(driver, result.alias);
    case 'failed': {
      const {error, sent} = result;
      if (signal.aborted) return {kind: 'interrupted'};
      if (!sent && isUntouched(driver)) return {kind: 'refusedByAws', error};
      const message = `${formatAliasRef(plan.ref)}: it could not be taken over from the process that began it: ${messageOf(error)}`;
      const cause = {kind: 'awsFailure', message, error} as const;
      return takeBack(deps, {ref: plan.ref, alias, claim: claimOfProcess(driver), cause}, signal);
    }
  }
}

function elsewhere(driver: Driver, alias: AliasState | undefined): Begun | End {
  const found = findClaimed(alias, claimOfProcess(driver));
  if (found.kind !== 'rollout') return found;
  driver.alias.follow(found.alias);
  return {kind: 'begun', marker: found.marker};
}

/** The lease is there before anything moves, of the alias as it is; the end when it cannot be had, and has to be. */
async function giveLease({lease, plan, signal, deps}: Driver): Promise<End | undefined> {
  const error = await lease?.give(plan.before, signal);
  if (error === undefined) return undefined;
  if (signal.aborted) return {kind: 'interrupted'};
  if (plan.lease?.required) return {kind: 'refusedByAws', error};
  const message = `${formatAliasRef(plan.ref)} has no lease: ${messageOf(error)}`;
  deps.events.emit({type: 'warning', code: 'LEASE_NOT_HAD', message});
  return undefined;
}

/** A lease that cannot be made one of what was just written would not give it back. */
async function unleasedAfterMove({lease, plan, signal, deps, alias, ...driver}: Driver): Promise<End | undefined> {
  if (!lease || alias.state.candidate === undefined || !plan.lease?.required) return undefined;
  const error = await lease.ensure(alias.state, signal);
  // After a signal the end of the rollout is the signal's.
  if (error === undefined || signal.aborted) return undefined;
  const message = `${formatAliasRef(plan.ref)}: its lease could not be made one of the first move: ${messageOf(error)}`;
  const claim = claimOfProcess({...driver, lease, plan, signal, deps, alias});
  return takeBack(deps, {ref: plan.ref, alias, claim, cause: {kind: 'lease', message, error}}, signal);
}
