import {formatAliasRef} from '../../model/function-ref.js';
import {holdHere} from '../tick/hold-here.js';
import {takeBack} from '../tick/take-back.js';
import {claimOfProcess, type Driver, isUntouched} from './driver.js';
import {endedElsewhere, toOutcome} from './ending.js';
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
  if (isUntouched(driver)) return {kind: 'interrupted', signal, traffic: 'untouched', record: record()};
  const claim = claimOfProcess(driver);
  const cause = {kind: 'signal' as const, message: `${signal} while ${formatAliasRef(ref)} was being rolled out`};
  // Before the first move is known to be made, stable is the state that is known.
  if (onInterrupt === 'hold' && seen.marker.movedMs.length > 0) {
    const {marker} = seen;
    const held = await holdHere(deps, {ref, alias, claim, marker, cause, anywhere: true}, driver.signal);
    if (held.kind === 'held') return {kind: 'interrupted', signal, traffic: 'held', record: record()};
    return toOutcome({deps, rollout: plan, seen, signal: driver.signal}, endedElsewhere(held.alias, claim));
  }
  const back = await takeBack(deps, {ref, alias, claim, cause}, driver.signal);
  if (back.kind === 'takenBack') return {kind: 'interrupted', signal, traffic: 'restored', record: record(back.atMs)};
  return toOutcome({deps, rollout: plan, seen, signal: driver.signal}, back);
}
