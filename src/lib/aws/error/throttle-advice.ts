import type {Advice} from './advice.js';
import type {AwsCall} from './aws-call.js';

const WAIT = 'Wait a minute and run it again.';
const NOT_RUN = 'Run it again when there is less traffic; the call was not carried out.';

/** By the `Reason` of Lambda's answer; its one class for all of these says nothing. */
const BY_REASON: Readonly<Record<string, (subject: string, functionName: string) => Advice>> = {
  ConcurrentInvocationLimitExceeded: (subject, name) => ({
    message: `The account has no unreserved concurrency left to run ${subject}`,
    suggestions: [`See what is reserved and what is left: lambda-release concurrency show ${name}`, NOT_RUN],
  }),
  ReservedFunctionConcurrentInvocationLimitExceeded: (subject, name) => ({
    message: `The concurrency reserved for the function is used up, or is 0 and stops it; ${subject} was not run`,
    suggestions: [`See how much it is: lambda-release concurrency show ${name}`, NOT_RUN],
  }),
  FunctionInvocationRateLimitExceeded: (subject) => ({
    message: `More requests a second than Lambda takes for its concurrency, ten for each; ${subject} was not run`,
    suggestions: [NOT_RUN],
  }),
  ReservedFunctionInvocationRateLimitExceeded: (subject, name) => ({
    message: `More requests a second than Lambda takes for the reserved concurrency, ten for each; ${subject} was not run`,
    suggestions: [`See how much is reserved: lambda-release concurrency show ${name}`, NOT_RUN],
  }),
  ConcurrentSnapshotCreateLimitExceeded: (subject) => ({
    message: `Lambda makes too many SnapStart snapshots at once in this account to make one of ${subject}`,
    suggestions: ['Wait until other versions have become Active and run it again.'],
  }),
};

/** What is throttled: the function, for lack of concurrency, or the caller, for asking too often. */
export function throttleAdvice(
  {action, subject}: AwsCall,
  said: string,
  {reason = '', functionName}: {readonly reason: string | undefined; readonly functionName: string},
): Advice {
  const byReason = BY_REASON[reason]?.(subject, functionName);
  if (byReason) return {...byReason, message: `${byReason.message}: ${said}`};
  const message = `AWS throttles ${action}, also after the retries: ${said}`;
  if (action === 'lambda:InvokeFunction') return {message, suggestions: [WAIT]};
  return {
    message,
    suggestions: [
      'Wait a minute and run it again: 15 requests a second are shared by everybody who works in this account and region.',
    ],
  };
}
