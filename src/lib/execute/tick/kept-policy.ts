import {AwsError} from '../../errors.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import {messageOf} from '../../model/text/message-of.js';
import {type TravellingPolicy, toKeptPolicy, trustedPolicy} from '../../plan/tick/kept-policy.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import type {KeptPoliciesPort} from '../../ports/rollout/kept-policies.js';
import {Deadline} from '../alias/deadline.js';

/** A function that is being updated is ready again in seconds; a rollout does not wait for longer. */
const KEEP_MS = 30_000;
const PAUSE_MS = 1_000;
/** After a person's signal as much is left. */
const FORGET_MS = 1_000;

export interface KeptPolicyDeps {
  readonly policies: KeptPoliciesPort;
  readonly clock: Clock;
  readonly events: EventSink;
}

/**
 * Keeps what a rollout is judged by beside its alias, before its first move: as long as somebody updates the function AWS
 * refuses it. Never throws; without it whoever looks at the rollout needs the flags or the file it was begun with, which is
 * told.
 */
export async function keepPolicy(
  {policies, clock, events}: KeptPolicyDeps,
  {ref, rolloutId, ...policy}: TravellingPolicy & {readonly ref: AliasRef; readonly rolloutId: string},
  signal: AbortSignal,
): Promise<void> {
  const deadline = new Deadline({clock, budgetMs: KEEP_MS, interrupt: signal});
  try {
    for (;;) {
      try {
        const isKept = await deadline.call((limit) => policies.keep(ref, toKeptPolicy(rolloutId, policy), limit));
        if (!isKept) events.emit(notKept(ref, 'it is too large for tags'));
        return;
      } catch (error) {
        if (signal.aborted) return;
        const mayPass = error instanceof AwsError && error.code === 'UPDATE_IN_PROGRESS';
        if (!mayPass || deadline.isOver) {
          events.emit(notKept(ref, messageOf(error)));
          return;
        }
      }
      await deadline.sleep(PAUSE_MS);
    }
  } finally {
    deadline.dispose();
  }
}

/** What was kept of the policy of a rollout, when it may be trusted. Throws AwsError when it cannot be read. */
export async function readPolicy(
  {policies}: Pick<KeptPolicyDeps, 'policies'>,
  ref: AliasRef,
  marker: RolloutMarker,
  signal?: AbortSignal,
): Promise<TravellingPolicy | undefined> {
  return trustedPolicy(await policies.read(ref, signal), marker);
}

/** Takes away what was kept of a rollout that is over: once, and when it fails, what stays is trusted by nobody. Never throws. */
export async function forgetPolicy(
  {policies, clock}: Pick<KeptPolicyDeps, 'policies' | 'clock'>,
  ref: AliasRef,
  rolloutId: string,
): Promise<void> {
  const deadline = new Deadline({clock, budgetMs: FORGET_MS});
  try {
    await deadline.call((limit) => policies.forget(ref, rolloutId, limit));
  } catch {
    // Nobody is helped by a warning: the next rollout of the alias writes over it.
  } finally {
    deadline.dispose();
  }
}

function notKept(ref: AliasRef, why: string) {
  const message =
    `What the rollout of ${formatAliasRef(ref)} is judged by could not be kept beside it (${why}). Whoever goes on with it ` +
    'from elsewhere must give the same flags or release file.';
  return {type: 'warning', code: 'POLICY_NOT_KEPT', message} as const;
}
