import {UsageError} from '../../errors.js';
import {holdRollout, leaseHold} from '../../execute/rollout/hold.js';
import {toMoveError} from '../../execute/rollout/release-error.js';
import {formatDuration} from '../../model/duration.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {LEAST_LEASE_MS} from '../../model/rollout/lease.js';
import type {Routing} from '../../report/result/rollout/move-text.js';
import {findFileOnCall} from '../on-call-file.js';
import type {Session} from '../session.js';

export interface HoldReport extends AliasRef {
  /** False when it was held already. */
  readonly changed: boolean;
  readonly routing: Routing;
  /** When AWS gives stable all traffic unless somebody decides, epoch milliseconds. */
  readonly leaseEndMs?: number;
}

interface HoldOptions {
  readonly config?: string | undefined;
  /** Keep a lease for so long, milliseconds. */
  readonly lease?: number | undefined;
}

/** Keeps the rollout in an alias where it is, until somebody goes on. Throws the ReleaseError of what went wrong. */
export async function hold(
  session: Session,
  ref: AliasRef,
  {lease: lengthMs, config}: HoldOptions,
  signal: AbortSignal,
): Promise<HoldReport> {
  const role = lengthMs === undefined ? undefined : await roleOfLease(session, ref, {lengthMs, config}, signal);
  const outcome = await holdRollout(session, ref, signal);
  if (outcome.kind !== 'done') throw toMoveError(ref, outcome);
  const {stable, candidate} = outcome.alias;
  const leaseEndMs =
    lengthMs === undefined || role === undefined
      ? undefined
      : await leaseHold(session, outcome.alias, {role, lengthMs}, signal);
  const routing = {stable, ...(candidate && {candidate})};
  return {...ref, changed: outcome.changed, routing, ...(leaseEndMs !== undefined && {leaseEndMs})};
}

/** The role of the lease that is there, or of the release file. Throws UsageError when neither names one. */
async function roleOfLease(
  session: Session,
  ref: AliasRef,
  {lengthMs, config}: {readonly lengthMs: number; readonly config: string | undefined},
  signal: AbortSignal,
): Promise<string> {
  if (lengthMs < LEAST_LEASE_MS) {
    throw new UsageError(`A lease of ${formatDuration(lengthMs)} is too short.`, {
      code: 'LEASE_TOO_SHORT',
      suggestions: [`EventBridge Scheduler is minutes late at times: write ${formatDuration(LEAST_LEASE_MS)} or more.`],
    });
  }
  const role =
    (await session.leases.get(ref, signal))?.role ??
    (await findFileOnCall(session, config, signal))?.rollout.lease?.role;
  if (role !== undefined) return role;
  throw new UsageError(`${formatAliasRef(ref)} has no lease, and no release file names a role for one.`, {
    code: 'LEASE_ROLE_MISSING',
    suggestions: [
      'Name it in the release file: rollout: {lease: {role: arn:aws:iam::123456789012:role/lambda-release-lease}}',
    ],
  });
}
