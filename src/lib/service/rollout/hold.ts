import {holdRollout} from '../../execute/rollout/hold.js';
import {toMoveError} from '../../execute/rollout/release-error.js';
import type {AliasRef} from '../../model/function-ref.js';
import type {Routing} from '../../report/result/rollout/move-text.js';
import type {Session} from '../session.js';

export interface HoldReport extends AliasRef {
  /** False when it was held already. */
  readonly changed: boolean;
  readonly routing: Routing;
}

/** Keeps the rollout in an alias where it is, until somebody goes on. Throws the ReleaseError of what went wrong. */
export async function hold(session: Session, ref: AliasRef, signal: AbortSignal): Promise<HoldReport> {
  const outcome = await holdRollout(session, ref, signal);
  if (outcome.kind !== 'done') throw toMoveError(ref, outcome);
  const {stable, candidate} = outcome.alias;
  return {...ref, changed: outcome.changed, routing: {stable, ...(candidate && {candidate})}};
}
