import type {AliasState} from '../../model/alias/state.js';
import type {AliasRef} from '../../model/function/ref.js';
import {type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import {markerTarget, promotedTarget} from '../../model/rollout/marker-target.js';
import {placeOf} from '../../model/rollout/place.js';
import {repairCommands} from '../../model/rollout/repair-command.js';
import {messageOf} from '../../model/text/message-of.js';
import {type Claim, findClaimed, restoredTarget} from '../../plan/tick/find.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import type {GuardedAlias} from '../alias/guarded-alias.js';
import type {StopCause} from '../rollout/outcome.js';
import type {NotRestored} from './take-back.js';
import {writeFollowing, writeLasting} from './write-lasting.js';

interface HoldRequest {
  readonly ref: AliasRef;
  readonly alias: GuardedAlias;
  readonly claim: Claim;
  /** Where the rollout is, as far as it is known. */
  readonly marker: RolloutMarker;
  readonly cause: StopCause;
  /** Hold it wherever somebody else moves it in the same moment; otherwise leave that to the next look. */
  readonly anywhere: boolean;
}

export type HeldHere =
  | {readonly kind: 'held'; readonly marker: RolloutMarker; readonly cause: StopCause}
  /** Somebody else has written. No alias: it was deleted. */
  | {readonly kind: 'elsewhere'; readonly alias?: AliasState}
  /** The answer to a move before it was lost: nobody can tell what would be held. */
  | NotRestored;

/** Leaves traffic where it is and says so in the marker, for whoever reads the alias next. Where that is has to be known. Never throws. */
export async function holdHere(
  {clock, events}: {readonly clock: Clock; readonly events: EventSink},
  {ref, alias, claim, marker, cause, anywhere}: HoldRequest,
  signal: AbortSignal,
): Promise<HeldHere> {
  const newest = () => {
    const found = findClaimed(alias.state, claim);
    return found.kind === 'rollout' || found.kind === 'heldElsewhere' ? found.marker : marker;
  };
  const held = (state: AliasState) => markerTarget(state.description, {...newest(), held: true});
  const result = anywhere
    ? await writeFollowing(clock, alias, claim, held, signal)
    : await writeLasting(clock, alias, held(alias.state), signal);
  if (result.kind === 'takenOver') return {...result, kind: 'elsewhere'};
  if (result.kind === 'failed' && alias.mayHaveMoved) {
    const {state} = alias;
    const mayBePromoted = alias.mayBeAt(promotedTarget(state.description, claim));
    const repair = repairCommands(ref, restoredTarget(state.description, claim.stable), {mayBePromoted});
    return {kind: 'notRestored', cause, error: result.error, repair, wanted: 'held'};
  }
  if (result.kind === 'failed') {
    const message = `The alias does not say that its rollout is held: ${messageOf(result.error)}`;
    events.emit({type: 'warning', code: 'HOLD_NOT_MARKED', message});
  }
  const of = placeOf(newest());
  events.emit({type: 'rollout.held', ref, stepIndex: stepIndexOf(newest()), reason: cause.message, of});
  return {kind: 'held', marker: newest(), cause};
}
