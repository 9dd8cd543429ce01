import {fullMinute} from '../../model/full-minute.js';
import {afterMove, isWatching, lateMove, type RolloutMarker} from '../../model/rollout/marker.js';
import {markerTarget, promotedTarget} from '../../model/rollout/marker-target.js';
import {messageOf} from '../../model/text/message-of.js';
import {isEarlyMove, waitForFullMinute} from '../alias/full-minute.js';
import type {GuardedAlias} from '../alias/guarded-alias.js';
import {writeBriefly} from './write-lasting.js';
import {type MoveDeps, type WrittenMove, writeMove} from './write-move.js';

export type MovedForward =
  /** `isOver`: the candidate has everything and nobody watches it, so the alias carries no marker. */
  (Extract<WrittenMove, {kind: 'moved'}> & {readonly isOver: boolean}) | Exclude<WrittenMove, {kind: 'moved'}>;

/**
 * The next move of the rollout that `marker` describes: the weight of the next step, or all traffic after the last. Just
 * after a full minute, in one guarded write, read back; a second one only corrects the minute of a move that AWS took long
 * to carry out. Never throws.
 */
export async function moveForward(
  deps: MoveDeps,
  alias: GuardedAlias,
  before: RolloutMarker,
  signal: AbortSignal,
): Promise<MovedForward> {
  const {clock} = deps;
  await waitForFullMinute(clock, signal);
  if (signal.aborted) return {kind: 'interrupted'};
  const atMs = clock.now();
  const marker = afterMove(before, fullMinute(atMs));
  const {description} = alias.state;
  const isOver = isWatching(marker) && marker.watchMs === 0;
  const target = isOver ? promotedTarget(description, marker) : markerTarget(description, marker);
  const moved = await writeMove(deps, alias, {marker, target}, signal);
  if (moved.kind !== 'moved') return moved;
  return isOver || isEarlyMove(clock, atMs) ? {...moved, isOver} : markAsLate(deps, alias, marker, signal);
}

/** A move that AWS took long to carry out has mixed its minute: the marker says so, long before anybody judges that minute. */
async function markAsLate(
  {clock, events}: MoveDeps,
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
