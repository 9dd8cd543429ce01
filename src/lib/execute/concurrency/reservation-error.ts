import {AwsError, InterruptedError, NotRestoredError} from '../../errors.js';
import {messageOf} from '../../model/text/message-of.js';
import type {ReservePlan} from '../../plan/concurrency/concurrency.js';
import {leavesOpen} from '../alias/write-error.js';

/** Whether the same write may go through in a moment. */
export function mayRepeat(error: unknown): boolean {
  return leavesOpen(error) || (error instanceof AwsError && error.code === 'THROTTLED');
}

/** AWS refused, or a read shows that it has changed nothing: what the write's error says, as an error that is true. */
export function neverShown(plan: ReservePlan, error: unknown): unknown {
  if (error instanceof AwsError) return withHeadroom(error, plan);
  return new AwsError(`AWS did not answer the change of ${plan.functionName}'s reservation, and has not made it.`, {
    code: 'TIMEOUT',
    suggestions: [`Try again: ${wantedCommand(plan)}`],
    details: {wanted: plan.reserved ?? null},
  });
}

/** The signal's own error: nothing was changed, as a read has shown. */
export function interrupted(signal: AbortSignal, {functionName}: ReservePlan): unknown {
  const {reason} = signal;
  if (!(reason instanceof InterruptedError)) return reason;
  return new InterruptedError(
    reason.signal,
    `Ended by ${reason.signal}; the reservation of ${functionName} is as it was.`,
    {
      code: reason.code,
      suggestions: reason.suggestions,
      details: reason.details,
    },
  );
}

/** AWS has now said which floor this account has: so it can be said how much is left above it. */
export function withHeadroom(error: unknown, plan: ReservePlan): unknown {
  if (!(error instanceof AwsError) || error.code !== 'UNRESERVED_FLOOR') return error;
  const {floor} = error.details;
  const {functionName, reserved, previous = 0, unreservedBefore, unreservedAfter} = plan;
  if (typeof floor !== 'number' || unreservedBefore === undefined) return error;
  const most = unreservedBefore + previous - floor;
  const message = `${functionName} cannot reserve ${reserved}: AWS keeps ${floor} unreserved in this account, and only ${unreservedAfter} would be left.`;
  const [, ...others] = error.suggestions;
  const atMost = `Reserve ${most} at most: lambda-release concurrency reserve ${functionName} ${most}`;
  return new AwsError(message, {
    code: error.code,
    suggestions: most > 0 ? [atMost, ...others] : others,
    details: {...error.details, most},
  });
}

/** AWS said yes and holds something else: somebody else wrote after us. */
export function notConfirmed(plan: ReservePlan, found: number | undefined): NotRestoredError {
  const {functionName, reserved} = plan;
  return new NotRestoredError(
    `AWS accepted the reservation of ${functionName}, but holds ${found ?? 'none'} instead of ${reserved ?? 'none'}: somebody else may have changed it. ${before(plan)}`,
    {
      code: 'NOT_CONFIRMED',
      suggestions: [wantedCommand(plan)],
      details: {wanted: reserved ?? null, found: found ?? null, ...restoring(plan)},
      traffic: 'unknown',
    },
  );
}

/** The answer was lost and no read came through. */
export function uncertain(plan: ReservePlan, error: unknown): NotRestoredError {
  const {functionName, reserved} = plan;
  const why = messageOf(error);
  return new NotRestoredError(
    `Nobody can tell whether ${functionName} has ${reserved ?? 'nothing'} reserved now: the answer was lost, and AWS cannot be asked. ${why} ${before(plan)}`,
    {
      code: 'RESERVATION_UNCERTAIN',
      suggestions: [wantedCommand(plan)],
      details: {wanted: reserved ?? null, ...restoring(plan)},
      traffic: 'unknown',
      cause: error,
    },
  );
}

function before({previous, previousUnknown, restoreCommand}: ReservePlan): string {
  if (previousUnknown !== undefined) return 'What it had before could not be read.';
  const was = `Before, it had ${previous ?? 'nothing'} reserved.`;
  return restoreCommand === undefined ? was : `${was} That comes back with: ${restoreCommand}`;
}

function restoring({previous, previousUnknown, restoreCommand}: ReservePlan) {
  return {
    ...(previousUnknown === undefined && {previous: previous ?? null}),
    ...(restoreCommand !== undefined && {restoreCommand}),
  };
}

/** Sending the same again is safe: it states the whole. */
function wantedCommand({functionName, reserved}: ReservePlan): string {
  return reserved === undefined
    ? `lambda-release concurrency clear ${functionName}`
    : `lambda-release concurrency reserve ${functionName} ${reserved}`;
}
