import type {AliasState} from '../../model/alias/state.js';
import type {AliasTarget} from '../../model/alias/target.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import type {GuardedAlias} from '../alias/guarded-alias.js';
import {announceMove} from './announce.js';
import {writeBriefly} from './write-lasting.js';

export interface MoveDeps {
  readonly clock: Clock;
  readonly events: EventSink;
}

/** What became of the write of a move. */
export type WrittenMove =
  /** `marker`: after the move. */
  | {readonly kind: 'moved'; readonly marker: RolloutMarker}
  | {readonly kind: 'interrupted'}
  /** Somebody else has written. No alias: it was deleted. */
  | {readonly kind: 'elsewhere'; readonly alias?: AliasState}
  /** `sent`: it may have been carried out all the same. */
  | {readonly kind: 'failed'; readonly error: unknown; readonly sent: boolean};

/** Moves a rollout on, in one guarded write, and tells it when it is seen. `marker` is where it is afterwards. Never throws. */
export async function writeMove(
  {clock, events}: MoveDeps,
  alias: GuardedAlias,
  {marker, target}: {readonly marker: RolloutMarker; readonly target: AliasTarget},
  signal: AbortSignal,
): Promise<WrittenMove> {
  const result = await writeBriefly(clock, alias, target, signal);
  switch (result.kind) {
    case 'takenOver':
      return {...result, kind: 'elsewhere'};
    case 'failed':
      return signal.aborted ? {kind: 'interrupted'} : result;
    case 'written':
      announceMove(events, alias.state, marker);
      return {kind: 'moved', marker};
  }
}
