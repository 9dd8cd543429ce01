import {formatDuration} from '../../model/duration.js';
import {formatAliasRef} from '../../model/function/ref.js';
import {type RolloutMarker, startOf} from '../../model/rollout/marker.js';
import {messageOf} from '../../model/text/message-of.js';
import {toExecutionInput} from '../../plan/engine/execution-input.js';
import {Deadline} from '../alias/deadline.js';
import {takeBack} from '../tick/take-back.js';
import {claimOfProcess, type Driver} from './driver.js';
import type {End} from './ending.js';
import type {RolloutOutcome, RolloutRecord} from './outcome.js';
import {toRecord} from './record.js';
import {watchRollout} from './watch.js';

const START_MS = 30_000;

/** The first move is made: an execution drives the rollout from here on, or stable gets everything back. */
export async function handOver(driver: Driver): Promise<End> {
  const {deps, plan, signal, alias} = driver;
  const {ref, rolloutId, before} = plan;
  const deadline = new Deadline({clock: deps.clock, budgetMs: START_MS, interrupt: signal});
  try {
    const start = (limit: AbortSignal) => deps.engine.start(before.aliasArn, toExecutionInput(plan), limit);
    const execution = await deadline.call(start);
    deps.events.emit({type: 'rollout.handedOver', ref, rolloutId, execution});
    return {kind: 'handedOver', execution};
  } catch (error) {
    if (signal.aborted) return {kind: 'interrupted'};
    const message = `${formatAliasRef(ref)}: the engine could not be started: ${messageOf(error)}`;
    const cause = {kind: 'engine' as const, message, error};
    return takeBack(deps, {ref, alias, claim: claimOfProcess(driver), cause}, signal);
  } finally {
    deadline.dispose();
  }
}

/** Follows the rollout that an execution drives, from the alias, until it ends; a signal ends only that. Never throws. */
export async function followExecution(
  {deps, plan, signal}: Driver,
  from: RolloutMarker,
  execution: string,
): Promise<RolloutOutcome> {
  const {ref, settings, waitMs} = plan;
  const options = {ref, settings, isStated: true, from, ...(waitMs !== undefined && {waitMs})};
  const unseen = () => toRecord(ref, {marker: from, startedMs: startOf(from)}, {endedMs: deps.clock.now()});
  const driven = (why: string, record: RolloutRecord) =>
    ({kind: 'drivenOn', why, record: {...record, execution}}) as const;
  try {
    const outcome = await watchRollout(deps, options, signal);
    switch (outcome.kind) {
      case 'interrupted':
        return {...outcome, traffic: 'drivenOn', record: {...outcome.record, execution}};
      case 'waitOver':
        return driven(`It was followed for ${formatDuration(waitMs ?? 0)}, as asked.`, outcome.record);
      case 'refused':
        return driven(`It could not be followed: ${outcome.refusals[0].message}`, unseen());
      default:
        return {...outcome, record: {...outcome.record, execution}};
    }
  } catch (error) {
    if (!signal.aborted) return driven(`It could not be followed: ${messageOf(error)}`, unseen());
    const {signal: name} = signal.reason as {readonly signal: 'SIGINT' | 'SIGTERM'};
    return {kind: 'interrupted', signal: name, traffic: 'drivenOn', record: {...unseen(), execution}};
  }
}
