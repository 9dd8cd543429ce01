import type {AliasState} from '../../model/alias/state.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {RolloutChecks} from '../../model/rollout/checks.js';
import {stepIndexOf} from '../../model/rollout/marker.js';
import {placeOf} from '../../model/rollout/place.js';
import {rolloutWindow} from '../../model/rollout/window.js';
import {messageOf} from '../../model/text/message-of.js';
import type {Version} from '../../model/versions/version.js';
import {type Claim, findClaimed} from '../../plan/tick/find.js';
import type {ReleaseEvent} from '../../ports/events.js';
import type {OperatorAction} from '../../ports/rollout/operator.js';
import {followTraffic} from '../concurrency/staged.js';
import {compareCost} from '../cost/compare-cost.js';
import {BY_OPERATOR, tellOperated} from '../operator/tell-operated.js';
import {forgetPolicy} from '../tick/kept-policy.js';
import {inTime} from '../tick/look.js';
import type {Tick} from '../tick/tick.js';
import type {OnceDeps} from './deps.js';
import {explainRollback} from './explain-rollback.js';
import {runHookAfterRollback} from './hooks.js';
import type {RolloutOutcome, StopCause} from './outcome.js';
import {type Seen, toRecord} from './record.js';

/** How the work on a rollout ended: as a tick found or left it, or before there was anything to tick. */
export type End =
  | Exclude<Tick, {kind: 'waits' | 'moved' | 'raced' | 'unread' | 'atRest'}>
  /** Stopped before the first write. */
  | {readonly kind: 'notBegun'; readonly cause: StopCause}
  | {readonly kind: 'refusedByAws'; readonly error: unknown}
  | {readonly kind: 'detached'}
  /** An execution drives it. */
  | {readonly kind: 'handedOver'; readonly execution: string};

/** The end of a rollout that somebody else has written to, in a moment when this process was to write its last. */
export function endedElsewhere(alias: AliasState | undefined, claim: Claim): Exclude<End, {kind: 'interrupted'}> {
  const found = findClaimed(alias, claim);
  if (found.kind !== 'rollout') return found;
  return {kind: 'takenOver', alias: found.alias};
}

interface Ended {
  readonly deps: OnceDeps;
  readonly rollout: {readonly ref: AliasRef; readonly checks?: RolloutChecks};
  readonly seen: Seen;
  readonly signal: AbortSignal;
  /** What the person at the live view had carried out last: what looks like another process's write may be theirs. */
  readonly operated?: OperatorAction | undefined;
}

/** Ends after which nothing is left in the alias to be judged. */
const OVER: ReadonlySet<End['kind']> = new Set<End['kind']>([
  ...(['promoted', 'takenBack', 'promotedElsewhere', 'abortedElsewhere', 'leaseRan'] as const),
]);

/** An end for people and exit codes. After a way back the logs are asked why, and the owner's hook is run. */
export async function toOutcome(
  ended: Ended,
  end: Exclude<End, {kind: 'interrupted'}>,
): Promise<Exclude<RolloutOutcome, {kind: 'interrupted'}>> {
  const {rolloutId, movedMs} = ended.seen.marker;
  const neverBegan = end.kind === 'refusedByAws' && movedMs.length === 0;
  if (OVER.has(end.kind) || neverBegan) await forgetPolicy(ended.deps, ended.rollout.ref, rolloutId);
  if (OVER.has(end.kind)) await giveUpReadiness(ended, end.kind === 'promoted' || end.kind === 'promotedElsewhere');
  return told(ended, end);
}

/** Of the two versions the one without traffic is not kept ready any longer. */
async function giveUpReadiness({deps, rollout: {ref}, seen, signal}: Ended, isPromoted: boolean): Promise<void> {
  const {provisioned} = deps;
  if (!provisioned) return;
  const {stable, candidate} = seen.marker;
  const versions = isPromoted ? {loser: stable, winner: candidate} : {loser: candidate};
  await followTraffic({...deps, provisioned}, {ref, ...versions}, signal);
}

async function told(
  ended: Ended,
  end: Exclude<End, {kind: 'interrupted'}>,
): Promise<Exclude<RolloutOutcome, {kind: 'interrupted'}>> {
  const {deps, rollout, seen, operated} = ended;
  const {ref} = rollout;
  const {stable} = seen.marker;
  const record = () => toRecord(ref, seen, {endedMs: deps.clock.now()});
  const of = placeOf(seen.marker);
  const elsewhere = (how: EndedElsewhere['how'], message: string) =>
    deps.events.emit({type: 'rollout.endedElsewhere', ref, how, of, message});
  const tell = (action: OperatorAction) => tellOperated(deps.events, action, {ref, marker: seen.marker});
  switch (end.kind) {
    case 'refusedByAws':
      return {kind: 'refusedByAws', error: end.error, record: record()};
    case 'notBegun':
      return {kind: 'notBegun', cause: end.cause, record: record()};
    case 'detached':
      return {kind: 'detached', record: record()};
    case 'handedOver':
      return {kind: 'detached', record: {...record(), execution: end.execution}};
    case 'takenOver':
      elsewhere('takenOver', takenOverText(end));
      return {...end, record: record()};
    case 'promotedElsewhere':
      if (operated === 'promote') {
        tell('promote');
        return {kind: 'promoted', by: 'us', record: toRecord(ref, await counted(ended), {endedMs: deps.clock.now()})};
      }
      elsewhere('promoted', `Another process gave version ${seen.marker.candidate} all traffic.`);
      return {kind: 'promoted', by: 'another process', record: record()};
    case 'abortedElsewhere': {
      if (operated === 'abort') {
        tell('abort');
        return {kind: 'rolledBack', cause: {kind: 'abortedElsewhere', message: BY_OPERATOR}, record: record()};
      }
      const message = `${formatAliasRef(ref)}: another process gave version ${stable} all traffic.`;
      elsewhere('aborted', `Another process gave version ${stable} all traffic.`);
      return {kind: 'rolledBack', cause: {kind: 'abortedElsewhere', message}, record: record()};
    }
    case 'leaseRan': {
      const message = leaseRanText(ref, stable);
      elsewhere('lease', message);
      return {kind: 'rolledBack', cause: {kind: 'lease', message}, record: record()};
    }
    case 'heldElsewhere': {
      if (operated === 'hold') {
        tell('hold');
        return {kind: 'held', cause: {kind: 'heldElsewhere', message: BY_OPERATOR}, record: record()};
      }
      const message = 'A person held it from another process.';
      deps.events.emit({type: 'rollout.held', ref, stepIndex: stepIndexOf(seen.marker), reason: message, of});
      return {kind: 'held', cause: {kind: 'heldElsewhere', message}, record: record()};
    }
    case 'held':
      return {kind: 'held', cause: end.cause, record: record()};
    case 'notRestored': {
      return {...end, record: record()};
    }
    case 'promoted': {
      const last = await counted(ended);
      const cost = await compareCost(deps, {ref, marker: last.marker}, ended.signal);
      return {kind: 'promoted', by: 'us', record: toRecord(ref, last, {endedMs: deps.clock.now(), cost})};
    }
    case 'takenBack':
      return rolledBack(ended, end.cause, end.atMs);
  }
}

type EndedElsewhere = Extract<ReleaseEvent, {type: 'rollout.endedElsewhere'}>;

function takenOverText({by, reason, alias}: Extract<End, {kind: 'takenOver'}>): string {
  if (by !== undefined) return 'Another process goes on with it.';
  return alias
    ? `Somebody else wrote to the alias${reason === undefined ? '' : `: ${reason}`}.`
    : 'The alias was deleted.';
}

/** What it means that a lease has run. */
export function leaseRanText(ref: AliasRef, stable: Version): string {
  return `The lease of ${formatAliasRef(ref)} ran out, since nobody renewed it: AWS gave version ${stable} all traffic. Nothing was written.`;
}

async function rolledBack(ended: Ended, cause: StopCause, backMs: number) {
  const {deps, rollout, signal} = ended;
  const seen = await counted(ended);
  const {candidate} = seen.marker;
  const about = {ref: rollout.ref, candidate, sinceMs: seen.startedMs};
  const explanation = cause.kind === 'analysis' ? await explainRollback(deps, about, signal) : {};
  await runHookAfterRollback(deps, rollout, seen.marker, cause.message, signal);
  const cost = await compareCost(deps, {ref: rollout.ref, marker: seen.marker}, signal);
  const record = toRecord(rollout.ref, seen, {endedMs: deps.clock.now(), backMs, ...explanation, cost});
  return {kind: 'rolledBack' as const, cause, record};
}

/** Counts once more what the rollout served. The last word of the analysis stays what it was decided on. */
async function counted({deps, rollout, seen, signal}: Ended): Promise<Seen> {
  const {marker} = seen;
  if (marker.movedMs.length === 0 || signal.aborted) return seen;
  const {clock, events, metrics} = deps;
  const versions = [marker.stable, marker.candidate];
  const query = {...rollout.ref, versions, ...rolloutWindow(marker, clock.now())};
  try {
    return {...seen, metrics: await inTime(clock, signal, (limit) => metrics.readAliasMetrics(query, limit))};
  } catch (error) {
    const message = `The numbers are those of the last sample: ${messageOf(error)}`;
    events.emit({type: 'warning', code: 'COUNTS_NOT_FINAL', message});
    return seen;
  }
}
