import {MINUTE_MS} from '../../model/duration.js';
import {fullMinute} from '../../model/full-minute.js';
import {lateMove, movedBack, type RolloutMarker} from '../../model/rollout/marker.js';
import {markerTarget} from '../../model/rollout/marker-target.js';
import type {GuardedAlias} from '../alias/guarded-alias.js';
import {announceMove} from './announce.js';
import type {MovedForward, MoveForwardDeps} from './move-forward.js';
import {writeBriefly} from './write-lasting.js';

/** A move later in its minute than this may spill into the next one. */
const SPILLS_MS = 45_000;

/**
 * Gives stable half of the traffic back, at once, in one guarded write: callers are not made to wait for a full minute, and
 * the minute of the move is of no use whenever it comes. Never throws.
 */
export async function moveBeside(
  {clock, events}: MoveForwardDeps,
  alias: GuardedAlias,
  before: RolloutMarker,
  signal: AbortSignal,
): Promise<MovedForward> {
  const nowMs = clock.now();
  const marker = movedBack(before, nowMs % MINUTE_MS < SPILLS_MS ? fullMinute(nowMs) : lateMove(nowMs));
  const target = markerTarget(alias.state.description, marker);
  const result = await writeBriefly(clock, alias, target, signal);
  switch (result.kind) {
    case 'takenOver':
      return {...result, kind: 'elsewhere'};
    case 'failed':
      return signal.aborted ? {kind: 'interrupted'} : result;
    case 'written':
      announceMove(events, alias.state, marker);
      return {kind: 'moved', marker, isOver: false};
  }
}
