import type {AliasState} from '../../model/alias/state.js';
import type {AliasRef} from '../../model/function/ref.js';
import {promotedTarget} from '../../model/rollout/marker-target.js';
import {repairCommands} from '../../model/rollout/repair-command.js';
import {isConviction} from '../../model/rollout/stop-kind.js';
import {type Claim, type FoundClaimed, findClaimed, restoredTarget} from '../../plan/tick/find.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import type {GuardedAlias} from '../alias/guarded-alias.js';
import type {StopCause} from '../rollout/outcome.js';
import {writeFollowing} from './write-lasting.js';

interface TakeBackRequest {
  readonly ref: AliasRef;
  readonly alias: GuardedAlias;
  readonly claim: Claim;
  readonly cause: StopCause;
}

/** Nobody can tell where traffic is, or stable has not got everything: `repair` are the commands that give it to stable. */
export interface NotRestored {
  readonly kind: 'notRestored';
  readonly cause: StopCause;
  readonly error: unknown;
  readonly repair: readonly [string, ...string[]];
  /** It was to stay where it was. */
  readonly wanted?: 'held';
}

/** How a way back ended. */
export type TakenBack =
  /** Stable has everything; `atMs` is when that was seen, epoch milliseconds. */
  | {readonly kind: 'takenBack'; readonly cause: StopCause; readonly atMs: number}
  | Extract<FoundClaimed, {kind: 'takenOver' | 'leaseRan'}>
  | NotRestored;

/**
 * The way back, for every driver: all traffic to stable and the user's description, read back. Whoever moved or held the
 * same rollout in the same moment is written over; whoever took the alias over is not, nor who has given stable everything himself, which
 * is what was to be. Never throws.
 */
export async function takeBack(
  {clock, events}: {readonly clock: Clock; readonly events: EventSink},
  {ref, alias, claim, cause}: TakeBackRequest,
  signal: AbortSignal,
): Promise<TakenBack> {
  const {stable, candidate: version} = claim;
  const at = new Date(clock.now()).toISOString();
  const convicted = isConviction(cause.kind) ? {version, at, reason: cause.message} : undefined;
  const restored = ({description}: AliasState) => restoredTarget(description, stable, convicted);
  events.emit({type: 'abort.started', ref, reason: cause.message, cause: cause.kind});
  const result = await writeFollowing(clock, alias, claim, restored, signal);
  if (result.kind === 'takenOver') {
    const found = findClaimed(result.alias, claim);
    if (found.kind === 'takenOver' || found.kind === 'leaseRan') return found;
    if (found.kind !== 'abortedElsewhere') return result;
  }
  if (result.kind === 'failed') {
    const mayBePromoted = alias.mayBeAt(promotedTarget(alias.state.description, claim));
    const repair = repairCommands(ref, restoredTarget(alias.state.description, stable), {mayBePromoted});
    return {kind: 'notRestored', cause, error: result.error, repair};
  }
  const of = {rolloutId: claim.rolloutId, stable, candidate: version};
  events.emit({type: 'traffic.shifted', ref, stable, of});
  events.emit({type: 'abort.finished', ref, stable, candidate: version, of});
  return {kind: 'takenBack', cause, atMs: clock.now()};
}
