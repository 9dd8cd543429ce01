import type {AliasState} from '../../model/alias/state.js';
import {isAt} from '../../model/alias/target.js';
import {formatAliasRef} from '../../model/function-ref.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import {rolloutStanding} from '../../model/rollout/standing.js';
import type {StopCause} from './outcome.js';
import type {RolloutRun} from './run.js';

/** Why the step loop ended before its end. Nothing has been done about it yet. */
export type Stop =
  | {readonly kind: 'abort'; readonly cause: StopCause}
  | {readonly kind: 'hold'; readonly cause: StopCause}
  | {readonly kind: 'interrupted'}
  | {readonly kind: 'detached'}
  | {readonly kind: 'refusedByAws'; readonly error: unknown}
  | {readonly kind: 'takenOver'; readonly alias?: AliasState}
  | {readonly kind: 'abortedElsewhere'}
  | {readonly kind: 'promotedElsewhere'}
  | MovedElsewhere;

/** A person has moved this very rollout on, or held it, from another process; this one still works on it. */
export interface MovedElsewhere {
  readonly kind: 'movedElsewhere' | 'heldElsewhere';
  readonly alias: AliasState;
  readonly marker: RolloutMarker;
}

/**
 * What it means that somebody else wrote. Another process that aborted or promoted this very rollout left the alias
 * exactly as we would have; one that moved it on by a step or held it left our runner in the marker. Anything else, a
 * resume by another process among it, is not ours to touch.
 */
export function stoppedElsewhere(run: RolloutRun, alias: AliasState | undefined): Stop {
  if (alias && isAt(alias, run.restored)) return {kind: 'abortedElsewhere'};
  if (alias && isAt(alias, run.promoted)) return {kind: 'promotedElsewhere'};
  if (alias === undefined) return {kind: 'takenOver'};
  const marker = markerOf(alias, run);
  if (marker?.held) return {kind: 'heldElsewhere', alias, marker};
  const isFurther = marker !== undefined && marker.movedMs.length > (run.marker?.movedMs.length ?? 0);
  return isFurther ? {kind: 'movedElsewhere', alias, marker} : {kind: 'takenOver', alias};
}

/** The marker of our rollout, as long as no other process has claimed it. */
function markerOf(alias: AliasState, {plan}: RolloutRun): RolloutMarker | undefined {
  const standing = rolloutStanding(alias);
  if (standing.kind !== 'running' && standing.kind !== 'watching') return undefined;
  const {marker} = standing;
  return marker.rolloutId === plan.rolloutId && marker.runner === plan.resumed?.runner ? marker : undefined;
}

/** The stop for a failed read or write; an interruption shows up as one, too. */
export function stoppedByFailure(run: RolloutRun, what: string, error: unknown): Stop {
  if (run.signal.aborted) return {kind: 'interrupted'};
  const message = `${formatAliasRef(run.plan.ref)}: ${what}: ${messageOf(error)}`;
  return {kind: 'abort', cause: {kind: 'awsFailure', message, error}};
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
