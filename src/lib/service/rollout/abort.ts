import {abortRollout} from '../../execute/rollout/abort.js';
import {toMoveError} from '../../execute/rollout/release-error.js';
import type {AliasRef} from '../../model/function/ref.js';
import type {Session} from '../session.js';

export interface AbortReport extends AliasRef {
  /** False when no rollout was running. */
  readonly changed: boolean;
  /** The version that has all traffic. */
  readonly stable: string;
}

/** Gives stable all traffic at once; asks nothing, because it only restores. Throws the ReleaseError of what went wrong. */
export async function abort(session: Session, ref: AliasRef, signal: AbortSignal): Promise<AbortReport> {
  const outcome = await abortRollout(session, ref, signal);
  if (outcome.kind !== 'done') throw toMoveError(ref, outcome);
  return {...ref, changed: outcome.changed, stable: outcome.alias.stable};
}
