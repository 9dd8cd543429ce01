import type {AliasState} from '../model/alias-state.js';
import {isAt} from '../model/alias-target.js';
import {formatAliasRef} from '../model/function-ref.js';
import type {StopCause} from './rollout-outcome.js';
import type {RolloutRun} from './rollout-run.js';

/** Why the step loop ended before its end. Nothing has been done about it yet. */
export type Stop =
  | {readonly kind: 'abort'; readonly cause: StopCause}
  | {readonly kind: 'hold'; readonly cause: StopCause}
  | {readonly kind: 'interrupted'}
  | {readonly kind: 'refusedByAws'; readonly error: unknown}
  | {readonly kind: 'takenOver'; readonly alias?: AliasState}
  | {readonly kind: 'abortedElsewhere'}
  | {readonly kind: 'promotedElsewhere'};

/**
 * What it means that somebody else wrote: another process that aborted or promoted this very rollout left the alias
 * exactly as we would have; anything else is not ours to touch.
 */
export function stoppedElsewhere(run: RolloutRun, alias: AliasState | undefined): Stop {
  if (alias && isAt(alias, run.restored)) return {kind: 'abortedElsewhere'};
  if (alias && isAt(alias, run.promoted)) return {kind: 'promotedElsewhere'};
  return {kind: 'takenOver', ...(alias && {alias})};
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
