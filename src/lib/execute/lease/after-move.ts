import type {AliasState} from '../../model/alias/state.js';
import type {AliasRef} from '../../model/function/ref.js';
import {findRollout} from '../../plan/tick/find.js';
import {type LeaseDeps, LeaseKeeper, removeLease} from './lease-keeper.js';
import {standingTerms} from './standing-lease.js';

/**
 * What becomes of the lease of a rollout that a person has moved: made one of the new state when it goes on, taken away when
 * it is over or waits for a person. What a person moves is done already, so this takes seconds at most and never throws.
 */
export async function leaseAfterMove(
  deps: LeaseDeps,
  {ref, rolloutId, alias}: {readonly ref: AliasRef; readonly rolloutId: string; readonly alias: AliasState},
): Promise<void> {
  const found = findRollout(alias);
  if (found.kind !== 'rollout' || alias.candidate === undefined) return removeLease(deps, {ref, rolloutId});
  const terms = await standingTerms(deps, ref, rolloutId);
  if (!terms) return;
  const keeper = new LeaseKeeper(deps, {...found.marker, ref, terms});
  await keeper.keep(alias, new AbortController().signal, {always: true, isSeen: true});
}
