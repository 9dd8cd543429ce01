import {type StandingLeaseDeps, standingLease} from '../../execute/lease/standing-lease.js';
import {formatAliasRef} from '../../model/function/ref.js';
import {isWatching} from '../../model/rollout/marker.js';
import {inParallel} from '../../observe/in-parallel.js';
import type {ObservedFunctionStatus} from '../../observe/status/status.js';
import {runningRollouts} from './verdicts.js';

const AT_ONCE = 8;

/**
 * Until when the leases of rollouts run, epoch milliseconds by `fn:alias`: one request for each rollout whose traffic is split,
 * since a watch has none. What has no lease, or may not be read, is not among them. Never throws.
 */
export async function observeLeaseEnds(
  deps: StandingLeaseDeps,
  functions: readonly ObservedFunctionStatus[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const leased = runningRollouts(functions).filter(({marker}) => !isWatching(marker));
  const ends = await inParallel(leased, AT_ONCE, async ({ref, marker: {rolloutId}}) => {
    const lease = await standingLease(deps, ref, rolloutId, signal);
    return lease ? [[formatAliasRef(ref), lease.endMs] as const] : [];
  });
  return new Map(ends.flat());
}
