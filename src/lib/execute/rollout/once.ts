import type {Judgement} from '../../analysis/judgement.js';
import {type RanLease, splitDescription} from '../../model/alias/description.js';
import type {AliasState} from '../../model/alias/state.js';
import type {RolloutChecks} from '../../model/rollout/checks.js';
import type {LeaseTerms} from '../../model/rollout/lease.js';
import {type RolloutMarker, startOf} from '../../model/rollout/marker.js';
import type {Planned, Refusal} from '../../plan/refusal.js';
import {type Claim, type FoundClaimed, findClaimed, findRollout} from '../../plan/tick/find.js';
import {type PlannedTick, planTick, type TickSpec} from '../../plan/tick/tick.js';
import {LeaseKeeper, removeLease} from '../lease/lease-keeper.js';
import {standingTerms} from '../lease/standing-lease.js';
import {readPolicy} from '../tick/kept-policy.js';
import {inTime} from '../tick/look.js';
import {type Tick, tick} from '../tick/tick.js';
import type {OnceDeps} from './deps.js';
import {toOutcome} from './ending.js';
import {runHooksBeforeMove} from './hooks.js';
import type {RolloutOutcome} from './outcome.js';
import {afterTick, toRecord} from './record.js';

export type OnceSpec = TickSpec & {
  readonly checks?: RolloutChecks;
  readonly lease?: LeaseTerms;
  /** The rollout that is meant, and no other; absent: whichever is there. */
  readonly claim?: Claim;
};

/** What one tick by a process of its own came to. */
export type Once =
  /** No rollout of ours is there; no alias: it does not exist. */
  | {readonly kind: 'nothing'; readonly alias?: AliasState}
  /** Nobody had renewed the lease of the rollout that was there, and AWS has given stable all traffic. */
  | {readonly kind: 'leaseRan'; readonly alias: AliasState; readonly lease: RanLease}
  /** It goes on as it should, and wants to be looked at again at `againMs`, epoch milliseconds. */
  | {
      readonly kind: 'waits' | 'moved' | 'raced';
      readonly marker: RolloutMarker;
      readonly judgement?: Judgement;
      /** Why it waits although it has baked. */
      readonly reason?: string;
      readonly againMs: number;
    }
  | {readonly kind: 'ended'; readonly outcome: RolloutOutcome}
  /** Its marker is not what the routing says: somebody's hand, nobody knows whose. */
  | {readonly kind: 'orphaned'; readonly alias?: AliasState; readonly reason: string}
  /** The rollout that was meant had been ended before by somebody else, exactly as it would have ended. */
  | {readonly kind: 'promotedElsewhere' | 'abortedElsewhere'; readonly alias: AliasState}
  | {readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]]}
  /** Nothing was written; the next tick tries again. */
  | {readonly kind: 'unread'; readonly error: unknown}
  /** A signal ended it: the rollout stays as it is, for the next tick. `sent`: it may have moved. */
  | {readonly kind: 'interrupted'; readonly sent?: true};

/**
 * One tick of whatever rollout an alias carries, by a process that ends afterwards: what a cron does once a minute, and any
 * number of times. Hooks run in the tick that moves; a tick that dies after a hook is followed by one that runs it again.
 * Never throws.
 */
export async function tickOnce(deps: OnceDeps, spec: OnceSpec, signal: AbortSignal): Promise<Once> {
  const {ref, claim} = spec;
  try {
    const seen = await inTime(deps.clock, signal, (limit) => deps.aliases.getAlias(ref, limit));
    const found = claim ? findClaimed(seen, claim) : findRollout(seen);
    if (found.kind !== 'rollout') return await answerTo(found, deps, spec, signal);
    const planned = await planFor(deps, spec, found.marker, signal);
    if (!planned.ok) return {kind: 'refused', refusals: planned.refusals};
    const {policy, warnings} = planned.plan;
    for (const warning of warnings) deps.events.emit({type: 'warning', ...warning});
    const beforeMove = (marker: RolloutMarker) => runHooksBeforeMove(deps, spec, marker, signal);
    const lease = await leaseOf(deps, spec, found.marker, signal);
    const leased = lease ? {...deps, aliases: lease.over(deps.aliases)} : deps;
    const ticked = await tick(leased, {ref, policy, claim, beforeMove}, signal);
    if (ticked.kind === 'waits') await lease?.keep(found.alias, signal, {always: true, isSeen: true});
    const once = await answerTo(ticked, deps, spec, signal);
    if (isOver(once)) await removeLease(deps, {ref, rolloutId: found.marker.rolloutId});
    return once;
  } catch (error) {
    return signal.aborted ? {kind: 'interrupted'} : {kind: 'unread', error};
  }
}

/** The lease of the rollout that a tick works on: as it stands, or as whoever ticks says. */
async function leaseOf(
  deps: OnceDeps,
  {ref, lease: asked}: OnceSpec,
  marker: RolloutMarker,
  signal: AbortSignal,
): Promise<LeaseKeeper | undefined> {
  const terms = asked ?? (await standingTerms(deps, ref, marker.rolloutId, signal));
  return terms && new LeaseKeeper(deps, {...marker, ref, terms});
}

/** Whether nothing of the rollout is left that a lease could give back. */
function isOver(once: Once): boolean {
  if (once.kind !== 'ended') return false;
  return once.outcome.kind !== 'notRestored' && once.outcome.kind !== 'takenOver';
}

async function planFor(
  deps: OnceDeps,
  spec: OnceSpec,
  marker: RolloutMarker,
  signal: AbortSignal,
): Promise<Planned<PlannedTick>> {
  const {functions, clock} = deps;
  const read = (version: string) =>
    inTime(clock, signal, (limit) => functions.getFunction(spec.ref.functionName, version, limit));
  const kept = await inTime(clock, signal, (limit) => readPolicy(deps, spec.ref, marker, limit));
  return planTick(spec, {marker, kept}, await Promise.all([marker.stable, marker.candidate].map(read)));
}

async function answerTo(ticked: Tick, deps: OnceDeps, spec: OnceSpec, signal: AbortSignal): Promise<Once> {
  switch (ticked.kind) {
    case 'atRest':
      return atRest(ticked.alias);
    case 'waits':
    case 'moved':
    case 'raced': {
      const {kind, marker, againMs, look} = ticked;
      const reason = kind === 'waits' && ticked.reason !== undefined && {reason: ticked.reason};
      return {kind, marker, againMs, ...reason, ...(look && {judgement: look.judgement})};
    }
    case 'unread':
      return {kind: 'unread', error: ticked.error};
    case 'interrupted':
      return {kind: 'interrupted', ...(ticked.sent && {sent: true})};
    default:
      return ended(ticked, deps, spec, signal);
  }
}

type EndedElsewhere = Extract<FoundClaimed, {kind: 'promotedElsewhere' | 'abortedElsewhere'}>;

function isEndedAsMeant(ticked: EndedTick): ticked is EndedTick & EndedElsewhere {
  return ticked.kind === 'promotedElsewhere' || ticked.kind === 'abortedElsewhere';
}

/** What an alias tells that carries no rollout: until its next move it says when a lease was what ended the last one. */
function atRest(alias: AliasState | undefined): Once {
  if (!alias) return {kind: 'nothing'};
  const {ranLease: lease} = splitDescription(alias.description);
  const isAsLeft = lease && alias.candidate === undefined && alias.stable !== lease.candidate;
  return isAsLeft ? {kind: 'leaseRan', alias, lease} : {kind: 'nothing', alias};
}

type EndedTick = Exclude<Tick, {kind: 'atRest' | 'waits' | 'moved' | 'raced' | 'unread' | 'interrupted'}>;

async function ended(ticked: EndedTick, deps: OnceDeps, spec: OnceSpec, signal: AbortSignal): Promise<Once> {
  const marker = 'marker' in ticked ? ticked.marker : 'from' in ticked ? ticked.from : undefined;
  if (!marker && ticked.kind === 'leaseRan') return atRest(ticked.alias);
  if (!marker && isEndedAsMeant(ticked)) return {kind: ticked.kind, alias: ticked.alias};
  if (!marker) {
    const reason = 'reason' in ticked && ticked.reason !== undefined ? ticked.reason : 'it is gone';
    return {kind: 'orphaned', reason, ...('alias' in ticked && ticked.alias && {alias: ticked.alias})};
  }
  const seen = afterTick({marker, startedMs: startOf(marker)}, ticked);
  if (ticked.kind === 'heldElsewhere') {
    const cause = {kind: 'heldElsewhere' as const, message: 'It waits for a person.'};
    const record = toRecord(spec.ref, seen, {endedMs: deps.clock.now()});
    return {kind: 'ended', outcome: {kind: 'held', cause, record}};
  }
  return {kind: 'ended', outcome: await toOutcome({deps, rollout: spec, seen, signal}, ticked)};
}
