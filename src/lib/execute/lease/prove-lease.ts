import {AwsError} from '../../errors.js';
import {ranLeaseDescription, splitDescription} from '../../model/alias/description.js';
import type {AliasState} from '../../model/alias/state.js';
import {isAt} from '../../model/alias/target.js';
import {MINUTE_MS, SECOND_MS} from '../../model/duration.js';
import {formatAliasRef} from '../../model/function/ref.js';
import {leaseEndMs} from '../../model/rollout/lease.js';
import {updateAliasCommand} from '../../model/rollout/repair-command.js';
import {messageOf} from '../../model/text/message-of.js';
import type {Version} from '../../model/versions/version.js';
import {shortId} from '../../plan/rollout/short-id.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import type {LeaseDeps} from './lease-keeper.js';

/** The least that a candidate can have. */
const WEIGHT_PERCENT = 1;
const POLL_MS = 5 * SECOND_MS;
/** Scheduler fires within the minute, and tries again what may pass. */
const PATIENCE_MS = 5 * MINUTE_MS;
/** To put back what was there before. */
const MOST_TRIES = 3;
const PAUSE_MS = 2 * SECOND_MS;

/** How a lease ran; epoch milliseconds. */
export interface ProvenLease {
  readonly dueMs: number;
  /** When it was first seen that stable has all traffic again. */
  readonly seenMs: number;
}

/**
 * Lets a lease run at an alias that nobody calls: gives `candidate` one percent of it, never renews, and waits until AWS has
 * given that back. The alias is left as it was. Throws AwsError; LEASE_DID_NOT_RUN when nothing happens for five minutes.
 */
export async function proveLease(
  deps: LeaseDeps & {readonly aliases: AliasesPort},
  {alias, candidate, role}: {readonly alias: AliasState; readonly candidate: Version; readonly role: string},
  signal: AbortSignal,
): Promise<ProvenLease> {
  const {aliases, leases, clock} = deps;
  const {functionName, alias: name, stable, description} = alias;
  const ref = {functionName, alias: name};
  const rolloutId = shortId([formatAliasRef(ref), alias.revisionId, String(clock.now())]);
  const split = {...ref, stable, candidate: {version: candidate, weightPercent: WEIGHT_PERCENT}, description};
  try {
    const {revisionId} = await aliases.writeAlias({...split, revisionId: alias.revisionId}, signal);
    const dueMs = leaseEndMs(clock.now(), MINUTE_MS);
    const back = ranLeaseDescription(description, {rolloutId, candidate});
    const lease = {
      rolloutId,
      role,
      lengthMs: MINUTE_MS,
      endMs: dueMs,
      revisionId,
      stable,
      candidate,
      description: back,
    };
    await leases.set(ref, lease, signal);
    for (;;) {
      await clock.sleep(POLL_MS, signal);
      signal.throwIfAborted();
      const seen = await aliases.getAlias(ref, signal);
      const seenMs = clock.now();
      if (seen && splitDescription(seen.description).ranLease?.rolloutId === rolloutId) return {dueMs, seenMs};
      if (seenMs > dueMs + PATIENCE_MS) throw didNotRun(formatAliasRef(ref), role);
    }
  } finally {
    await putBack(deps, alias);
  }
}

/**
 * Also after a signal, and after a first move whose answer was lost: one percent of a scratch alias, and a schedule, are not left behind.
 * What cannot be put back is a warning with the command, and no error before it is lost by that. Never throws.
 */
async function putBack(
  {aliases, leases, clock, events}: LeaseDeps & {readonly aliases: AliasesPort},
  before: AliasState,
): Promise<void> {
  const {functionName, alias, stable, description} = before;
  const ref = {functionName, alias};
  for (let tries = 1; ; tries++) {
    try {
      const now = await aliases.getAlias(ref);
      if (now && !isAt(now, before))
        await aliases.writeAlias({...ref, stable, description, revisionId: now.revisionId});
      await leases.remove(ref);
      return;
    } catch (error) {
      if (tries === MOST_TRIES) {
        const message = `${formatAliasRef(ref)} may still send one percent to another version (${messageOf(error)}). Put it back: ${updateAliasCommand(ref, {stable, description})}`;
        events.emit({type: 'warning', code: 'SCRATCH_NOT_PUT_BACK', message});
        return;
      }
    }
    await clock.sleep(PAUSE_MS);
  }
}

function didNotRun(name: string, role: string): AwsError {
  return new AwsError(`The lease of ${name} was due five minutes ago, and AWS has not given its traffic back.`, {
    code: 'LEASE_DID_NOT_RUN',
    suggestions: [
      `See that ${role} allows lambda:UpdateAlias on the function: templates/lease-role.yaml makes one that does.`,
      'See what Scheduler met: TargetErrorCount in the CloudWatch namespace AWS/Scheduler, dimension ScheduleGroup=lambda-release.',
    ],
    traffic: 'restored',
  });
}
