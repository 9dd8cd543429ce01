import type {AlarmReading, ReadingsBefore} from '../../analysis/signal-readings.js';
import type {AliasRef} from '../../model/function/ref.js';
import type {CountedMinute} from '../../model/rollout/counted-minute.js';
import {type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import {messageOf} from '../../model/text/message-of.js';
import {nextMove, nextMoveUnread} from '../../plan/rollout/next-move.js';
import {type Claim, claimOf, type Found, type FoundClaimed, findClaimed, findRollout} from '../../plan/tick/find.js';
import type {RolloutPolicy} from '../../plan/tick/policy.js';
import {Deadline} from '../alias/deadline.js';
import {GuardedAlias} from '../alias/guarded-alias.js';
import type {LookDeps} from '../rollout/deps.js';
import type {StopCause} from '../rollout/outcome.js';
import {announceBake, announceMove} from './announce.js';
import {type CarriedOut, carryOut, type RolloutInHand} from './carry-out.js';
import {type Look, lookAtRollout} from './look.js';
import {takeBack} from './take-back.js';

const READ_MS = 30_000;

export interface TickRequest {
  readonly ref: AliasRef;
  readonly policy: RolloutPolicy;
  /** The rollout that is meant, and no other; absent: whichever is there. */
  readonly claim?: Claim | undefined;
  /** What a driver remembers of the ticks before. Without any a tick comes to the same; it only reads more. */
  readonly memory?: TickMemory;
  /** What must succeed before a rollout that has passed is moved on; why it must not, or nothing. */
  readonly beforeMove?: (marker: RolloutMarker) => Promise<StopCause | undefined>;
}

export interface TickMemory {
  /** Tells a read that lags, and a late write of this driver's own, from somebody else's write. */
  readonly alias: GuardedAlias;
  /** The rollout it works on; with a runner, the tick leaves the rollout to any process that has claimed it since. */
  readonly claim: Claim;
  /** Where it saw the rollout last: moves that somebody else has made since are told. */
  readonly marker: RolloutMarker;
  readonly before?: ReadingsBefore | undefined;
  readonly alarms?: readonly AlarmReading[] | undefined;
  /** What has been told of the minutes so far; absent where nobody knows. */
  readonly minutes?: readonly CountedMinute[] | undefined;
}

/** What a tick found and did. */
export type Tick =
  | Exclude<Found | FoundClaimed, {kind: 'rollout'}>
  /** The alias, or with a marker only the metrics, could not be read this time: nothing was written. */
  | {readonly kind: 'unread'; readonly error: unknown; readonly marker?: RolloutMarker; readonly againMs?: number}
  /** `from`: where the rollout was found; `look`: how it was judged there. */
  | (CarriedOut & {readonly from?: RolloutMarker; readonly look?: Look});

/**
 * One pass over one alias: finds its rollout, judges it, decides its next move and makes it, in at most one guarded write;
 * a forward move that fails is followed by the way back. It needs no memory, everything comes from marker, policy and
 * CloudWatch, so that any drivers may take turns and end the same way. It never begins a rollout: from the alias alone
 * "aborted" and "not begun" look alike. A signal ends it between two calls, and leaves what is to be done to the driver.
 * Never throws.
 */
export async function tick(deps: LookDeps, request: TickRequest, signal: AbortSignal): Promise<Tick> {
  const found = await find(deps, request, signal);
  if (found.kind !== 'rollout') return found;
  const {marker} = found;
  try {
    const {settings, patientFromMs} = request.policy;
    const {before, alarms, minutes} = request.memory ?? {};
    const look = await lookAtRollout(deps, {...found, settings, before, alarms, minutes, patientFromMs}, signal);
    if (signal.aborted) return {kind: 'interrupted'};
    const move =
      look.kind === 'judged'
        ? nextMove(marker, look.judgement, request.policy, look.nowMs)
        : nextMoveUnread(marker, request.policy, deps.clock.now());
    if (look.kind === 'unread' && move.kind === 'wait') return {...look, marker, againMs: move.againMs};
    if (look.kind === 'judged' && move.kind === 'forward') announcePass(deps, request.ref, look, move.early);
    const done = await carryOut(deps, found, move, signal);
    return {...done, from: marker, ...(look.kind === 'judged' && {look})};
  } catch (error) {
    // Ports' errors have been dealt with; whatever arrives here is ours, and traffic does not stay on a candidate for it.
    const cause = {kind: 'bug' as const, message: messageOf(error), error};
    return {...(await takeBack(deps, {...found, cause}, signal)), from: marker};
  }
}

type Find =
  | Exclude<Found | FoundClaimed, {kind: 'rollout'}>
  | (RolloutInHand & {readonly kind: 'rollout'})
  | Extract<Tick, {kind: 'unread' | 'interrupted'}>;

/** Reads the alias, and takes the rollout in it in hand. */
async function find({aliases, clock, events}: LookDeps, request: TickRequest, signal: AbortSignal): Promise<Find> {
  const {ref, memory, beforeMove} = request;
  const claimed = memory?.claim ?? request.claim;
  try {
    const state = await readAlias();
    const found = claimed ? findClaimed(state, claimed) : findRollout(state);
    if (found.kind !== 'rollout') return found;
    memory?.alias.follow(found.alias);
    if (memory && memory.marker.movedMs.length !== found.marker.movedMs.length) {
      announceMove(events, ref, found.marker);
      announceBake(events, ref, found.marker);
    }
    const alias = memory?.alias ?? new GuardedAlias(aliases, found.alias);
    const claim = claimOf(found, memory?.claim);
    return {kind: 'rollout', ref, alias, claim, marker: found.marker, ...(beforeMove && {beforeMove})};
  } catch (error) {
    return signal.aborted ? {kind: 'interrupted'} : {kind: 'unread', error};
  }

  async function readAlias() {
    const deadline = new Deadline({clock, budgetMs: READ_MS, interrupt: signal});
    try {
      return await (memory?.alias.read(deadline) ?? deadline.call((limit) => aliases.getAlias(ref, limit)));
    } finally {
      deadline.dispose();
    }
  }
}

function announcePass({events}: LookDeps, ref: AliasRef, {marker, judgement}: Look, early: true | undefined): void {
  const stepIndex = stepIndexOf(marker);
  events.emit({type: 'gate.passed', ref, stepIndex, judgement, ...(early && {early})});
}
