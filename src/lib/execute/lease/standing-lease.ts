import type {AliasRef} from '../../model/function/ref.js';
import type {LeaseTerms} from '../../model/rollout/lease.js';
import type {Clock} from '../../ports/clock.js';
import type {Lease, LeasesPort} from '../../ports/rollout/leases.js';
import {Deadline} from '../alias/deadline.js';

export interface StandingLeaseDeps {
  readonly leases: LeasesPort;
  readonly clock: Clock;
}

/** Who has no lease may not be allowed to ask for one, or have no way to Scheduler: that must not take long. */
const READ_MS = 3_000;

/** The lease of this rollout as it stands; nothing when there is none, or it could not be read. Never throws. */
export async function standingLease(
  {leases, clock}: StandingLeaseDeps,
  ref: AliasRef,
  rolloutId: string,
  signal?: AbortSignal,
): Promise<Lease | undefined> {
  const deadline = new Deadline({clock, budgetMs: READ_MS, interrupt: signal});
  try {
    const found = await deadline.call((limit) => leases.get(ref, limit));
    return found?.rolloutId === rolloutId ? found : undefined;
  } catch {
    // As good as none: whoever needs one says so, and is told when it cannot be had.
    return undefined;
  } finally {
    deadline.dispose();
  }
}

/** On what terms somebody goes on with it who says nothing of a lease; never on those that a person keeps it while it is held. */
export async function standingTerms(
  deps: StandingLeaseDeps,
  ref: AliasRef,
  rolloutId: string,
  signal?: AbortSignal,
): Promise<LeaseTerms | undefined> {
  const lease = await standingLease(deps, ref, rolloutId, signal);
  if (!lease || lease.ofHold) return undefined;
  return {role: lease.role, lengthMs: lease.lengthMs, required: true};
}
