import type {AliasState} from '../../model/alias/state.js';
import {fullMinute} from '../../model/full-minute.js';
import {afterMove, isWatching, lateMove, type RolloutMarker} from '../../model/rollout/marker.js';
import {markerTarget, promotedTarget} from '../../model/rollout/marker-target.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import {isEarlyMove, waitForFullMinute} from '../alias/full-minute.js';
import type {GuardedAlias} from '../alias/guarded-alias.js';
import {messageOf} from '../rollout/message-of.js';
import {announceMove} from './announce.js';
import {writeBriefly} from './write-lasting.js';

export interface MoveForwardDeps {
  readonly clock: Clock;
  readonly events: EventSink;
}

export type MovedForward =
  /** `marker`: after the move. `isOver`: the candidate has everything and nobody watches it, so the alias carries none. */
  | {readonly kind: 'moved'; readonly marker: RolloutMarker; readonly isOver: boolean}
  | {readonly kind: 'interrupted'}
  /** Somebody else has written. No alias: it was deleted. */
  | {readonly kind: 'elsewhere'; readonly alias?: AliasState}
  /** `sent`: it may have been carried out all the same. */
  | {readonly kind: 'failed'; readonly error: unknown; readonly sent: boolean};

/**
 * The next move of the rollout that `marker` describes: the weight of the next step, or all traffic after the last. Just
 * after a full minute, in one guarded write, read back; a second one only corrects the minute of a move that AWS took long
 * to carry out. Never throws.
 */
export async function moveForward(
  {clock, events}: MoveForwardDeps,
  alias: GuardedAlias,
  before: RolloutMarker,
  signal: AbortSignal,
): Promise<MovedForward> {
  await waitForFullMinute(clock, signal);
  if (signal.aborted) return {kind: 'interrupted'};
  const atMs = clock.now();
  const marker = afterMove(before, fullMinute(atMs));
  const {description} = alias.state;
  const isOver = isWatching(marker) && marker.watchMs === 0;
  const target = isOver ? promotedTarget(description, marker) : markerTarget(description, marker);
  const result = await writeBriefly(clock, alias, target, signal);
  switch (result.kind) {
    case 'takenOver':
      return {...result, kind: 'elsewhere'};
    case 'failed':
      return signal.aborted ? {kind: 'interrupted'} : result;
    case 'written':
      announceMove(events, alias.state, marker);
      if (isOver || isEarlyMove(clock, atMs)) return {kind: 'moved', marker, isOver};
      return markAsLate({clock, events}, alias, marker, signal);
  }
}

/** A move that AWS took long to carry out has mixed its minute: the marker says so, long before anybody judges that minute. */
async function markAsLate(
  {clock, events}: MoveForwardDeps,
  alias: GuardedAlias,
  early: RolloutMarker,
  signal: AbortSignal,
): Promise<MovedForward> {
  const movedMs = [...early.movedMs.slice(0, -1), lateMove(early.movedMs.at(-1) ?? clock.now())];
  const marker = {...early, movedMs};
  const result = await writeBriefly(clock, alias, markerTarget(alias.state.description, marker), signal);
  if (result.kind === 'takenOver') return {...result, kind: 'elsewhere'};
  if (result.kind === 'failed') {
    const message = `The alias does not say that its last move came late: ${messageOf(result.error)}`;
    events.emit({type: 'warning', code: 'LATE_MOVE_NOT_MARKED', message});
  }
  return {kind: 'moved', marker, isOver: false};
}
