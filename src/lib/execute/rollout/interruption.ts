import {formatAliasRef} from '../../model/function/ref.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import {toRefusedError} from '../../plan/refusal.js';
import {credentialsRefusal} from '../../plan/rollout/credentials.js';
import {followTraffic} from '../concurrency/staged.js';
import {holdHere} from '../tick/hold-here.js';
import {forgetPolicy} from '../tick/kept-policy.js';
import {takeBack} from '../tick/take-back.js';
import type {Ending} from './credentials-end.js';
import {claimOfProcess, type Driver, isUntouched} from './driver.js';
import {type End, endedElsewhere, toOutcome} from './ending.js';
import type {RolloutOutcome} from './outcome.js';
import {type Seen, toRecord} from './record.js';

/** What a person's signal asks for: stable gets everything, or the rollout stays where it is; within five seconds. */
export async function endAsInterrupted(driver: Driver, seen: Seen): Promise<RolloutOutcome> {
  const {deps, plan, alias} = driver;
  const {ref, onInterrupt} = plan;
  const {signal} = driver.signal.reason as {readonly signal: 'SIGINT' | 'SIGTERM'};
  deps.events.emit({type: 'signal.received', signal, policy: onInterrupt});
  const record = (backMs?: number) =>
    toRecord(ref, seen, {endedMs: deps.clock.now(), ...(backMs !== undefined && {backMs})});
  if (isUntouched(driver)) {
    // Of a rollout that is resumed it stays: it goes on without this process.
    if (!plan.resumed) await forgetPolicy(deps, ref, plan.rolloutId);
    return {kind: 'interrupted', signal, traffic: 'untouched', record: record()};
  }
  const claim = claimOfProcess(driver);
  const cause = {kind: 'signal' as const, message: `${signal} while ${formatAliasRef(ref)} was being rolled out`};
  // Before the first move is known to be made, stable is the state that is known.
  if (onInterrupt === 'hold' && seen.marker.movedMs.length > 0) {
    const {marker} = seen;
    const held = await holdHere(deps, {ref, alias, claim, marker, cause, anywhere: true}, driver.signal);
    if (held.kind === 'held') return {kind: 'interrupted', signal, traffic: 'held', record: record()};
    const end = held.kind === 'elsewhere' ? endedElsewhere(held.alias, claim) : held;
    return toOutcome({deps, rollout: plan, seen, signal: driver.signal}, end);
  }
  const back = await takeBack(deps, {ref, alias, claim, cause}, driver.signal);
  if (back.kind === 'takenBack') {
    // Side by side: there is a second for both.
    const noLonger = followTraffic(deps, {ref, loser: plan.candidate}, driver.signal);
    await Promise.all([forgetPolicy(deps, ref, plan.rolloutId), noLonger]);
    return {kind: 'interrupted', signal, traffic: 'restored', record: record(back.atMs)};
  }
  return toOutcome({deps, rollout: plan, seen, signal: driver.signal}, back);
}

/** What is asked for in an interruption, before the credentials end that would have to do it. */
export async function endForCredentials(driver: Driver, marker: RolloutMarker, {reason}: Ending): Promise<End> {
  const {deps, plan, signal, alias} = driver;
  const {ref, onInterrupt} = plan;
  const claim = claimOfProcess(driver);
  const cause = {kind: 'credentials' as const, message: reason};
  if (onInterrupt === 'abort') return takeBack(deps, {ref, alias, claim, cause}, signal);
  const held = await holdHere(deps, {ref, alias, claim, marker, cause, anywhere: true}, signal);
  return held.kind === 'elsewhere' ? endedElsewhere(held.alias, claim) : held;
}

/** Nothing is begun, or taken over from another process, that could not be taken back. */
export function refusedForCredentials({deps}: Driver, {lifetime}: Ending): End {
  return {kind: 'refusedByAws', error: toRefusedError([credentialsRefusal(lifetime, deps.clock.now())])};
}
