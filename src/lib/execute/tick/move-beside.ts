import {MINUTE_MS} from '../../model/duration.js';
import {fullMinute} from '../../model/full-minute.js';
import {lateMove, movedBack, type RolloutMarker} from '../../model/rollout/marker.js';
import {markerTarget} from '../../model/rollout/marker-target.js';
import type {GuardedAlias} from '../alias/guarded-alias.js';
import {type MoveDeps, type WrittenMove, writeMove} from './write-move.js';

/** A move later in its minute than this may spill into the next one. */
const SPILLS_MS = 45_000;

/**
 * Gives stable half of the traffic back, at once, in one guarded write: callers are not made to wait for a full minute, and
 * the minute of the move is of no use whenever it comes. Never throws.
 */
export async function moveBeside(
  deps: MoveDeps,
  alias: GuardedAlias,
  before: RolloutMarker,
  signal: AbortSignal,
): Promise<WrittenMove> {
  const nowMs = deps.clock.now();
  const marker = movedBack(before, nowMs % MINUTE_MS < SPILLS_MS ? fullMinute(nowMs) : lateMove(nowMs));
  return writeMove(deps, alias, {marker, target: markerTarget(alias.state.description, marker)}, signal);
}
