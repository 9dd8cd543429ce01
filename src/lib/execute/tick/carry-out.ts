import type {AliasState} from '../../model/alias/state.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import {promotedTarget} from '../../model/rollout/marker-target.js';
import {messageOf} from '../../model/text/message-of.js';
import {lookAgainMs, type NextMove} from '../../plan/rollout/next-move.js';
import {type Claim, type FoundClaimed, findClaimed} from '../../plan/tick/find.js';
import type {GuardedAlias} from '../alias/guarded-alias.js';
import type {LookDeps} from '../rollout/deps.js';
import type {StopCause} from '../rollout/outcome.js';
import {announceBake} from './announce.js';
import {holdHere} from './hold-here.js';
import {moveBeside} from './move-beside.js';
import {type MovedForward, moveForward} from './move-forward.js';
import {type TakenBack, takeBack} from './take-back.js';
import {writeLasting} from './write-lasting.js';

/** A rollout that was found in its alias, in the hands of whoever moves it. */
export interface RolloutInHand {
  readonly ref: AliasRef;
  readonly alias: GuardedAlias;
  readonly claim: Claim;
  readonly marker: RolloutMarker;
  readonly beforeMove?: (marker: RolloutMarker) => Promise<StopCause | undefined>;
}

/** What became of a move; `marker` is where the rollout is now, `againMs` when to look again, epoch milliseconds. */
export type CarriedOut =
  /** It stays where it is. `reason`: it has baked, and this is what it waits for. */
  | {readonly kind: 'waits'; readonly marker: RolloutMarker; readonly reason?: string; readonly againMs: number}
  | {readonly kind: 'moved'; readonly marker: RolloutMarker; readonly againMs: number}
  /** Somebody else has moved the same rollout in the same moment; nothing is lost. */
  | {readonly kind: 'raced'; readonly marker: RolloutMarker; readonly againMs: number}
  /** The rollout is over, the candidate has everything. */
  | {readonly kind: 'promoted'; readonly marker: RolloutMarker}
  | {readonly kind: 'held'; readonly marker: RolloutMarker; readonly cause: StopCause}
  | TakenBack
  | Exclude<FoundClaimed, {kind: 'rollout'}>
  /** A signal came before the move was known to be made. `sent`: it may have been made all the same. */
  | {readonly kind: 'interrupted'; readonly sent?: true};

/** Carries out the next move of a rollout, in one guarded write, and says what became of it. */
export async function carryOut(
  deps: LookDeps,
  rollout: RolloutInHand,
  move: NextMove,
  signal: AbortSignal,
): Promise<CarriedOut> {
  const {marker} = rollout;
  switch (move.kind) {
    case 'wait':
      return {...move, kind: 'waits', marker};
    case 'forward':
      return forward(deps, rollout, signal);
    case 'finish':
      return finish(deps, rollout, signal);
    case 'hold': {
      const cause = {kind: move.cause, message: move.reason};
      const held = await holdHere(deps, {...rollout, cause, anywhere: false}, signal);
      return held.kind === 'elsewhere' ? elsewhere(deps, rollout, held.alias) : held;
    }
    case 'beside':
      return beside(deps, rollout, move.reason, signal);
    case 'back':
      return takeBack(deps, {...rollout, cause: {kind: move.cause, message: move.reason}}, signal);
  }
}

async function forward(deps: LookDeps, rollout: RolloutInHand, signal: AbortSignal): Promise<CarriedOut> {
  const {alias, marker} = rollout;
  const unfit = await rollout.beforeMove?.(marker);
  if (unfit) return takeBack(deps, {...rollout, cause: unfit}, signal);
  const moved: MovedForward = await moveForward(deps, alias, marker, signal);
  switch (moved.kind) {
    case 'moved':
      if (moved.isOver) return {kind: 'promoted', marker: moved.marker};
      announceBake(deps.events, rollout.ref, moved.marker);
      return {kind: 'moved', marker: moved.marker, againMs: lookAgainMs(moved.marker, deps.clock.now())};
    case 'elsewhere':
      return elsewhere(deps, rollout, moved.alias);
    case 'failed':
      return takeBack(deps, {...rollout, cause: notMoved(rollout, moved.error)}, signal);
    case 'interrupted':
      return {kind: 'interrupted', ...(alias.isUncertain && {sent: true})};
  }
}

/** The candidate beside stable once more; where that cannot be done, stable gets everything. */
async function beside(
  deps: LookDeps,
  rollout: RolloutInHand,
  reason: string,
  signal: AbortSignal,
): Promise<CarriedOut> {
  const {ref, alias, marker} = rollout;
  deps.events.emit({type: 'step.extended', ref, stepIndex: stepIndexOf(marker), reason});
  const moved = await moveBeside(deps, alias, marker, signal);
  switch (moved.kind) {
    case 'moved':
      announceBake(deps.events, ref, moved.marker);
      return {kind: 'moved', marker: moved.marker, againMs: lookAgainMs(moved.marker, deps.clock.now())};
    case 'elsewhere':
      return elsewhere(deps, rollout, moved.alias);
    case 'failed':
      return takeBack(deps, {...rollout, cause: {kind: 'analysis', message: reason}}, signal);
    case 'interrupted':
      return {kind: 'interrupted', ...(alias.isUncertain && {sent: true})};
  }
}

/** Traffic does not move any more: a marker that cannot be taken away is only told, and the next tick tries again. */
async function finish(deps: LookDeps, rollout: RolloutInHand, signal: AbortSignal): Promise<CarriedOut> {
  const {ref, alias, marker} = rollout;
  const result = await writeLasting(deps.clock, alias, promotedTarget(alias.state.description, marker), signal);
  if (result.kind === 'takenOver') return elsewhere(deps, rollout, result.alias);
  if (result.kind === 'failed') {
    const name = formatAliasRef(ref);
    deps.events.emit({
      type: 'warning',
      code: 'MARKER_LEFT',
      message: `${name} serves version ${marker.candidate}, but its description still says that it is watched (${messageOf(result.error)}). Tidy up with: lambda-release rollout promote ${name}`,
    });
  }
  return {kind: 'promoted', marker};
}

/**
 * What it means that AWS refused our revision. It proves nothing: after a lost answer the retry meets its own write. While
 * the rollout is there, and the routing that it describes, nothing is lost, and the next look goes on from it.
 */
function elsewhere({clock}: LookDeps, {claim}: RolloutInHand, alias: AliasState | undefined): CarriedOut {
  const found = findClaimed(alias, claim);
  if (found.kind !== 'rollout') return found;
  return {kind: 'raced', marker: found.marker, againMs: lookAgainMs(found.marker, clock.now())};
}

/** Why a rollout whose move could not be made does not go on. */
export function notMoved({ref}: Pick<RolloutInHand, 'ref'>, error: unknown): StopCause {
  const message = `${formatAliasRef(ref)}: traffic could not be moved: ${messageOf(error)}`;
  return {kind: 'awsFailure', message, error};
}
