import {AwsError} from '../../errors.js';
import type {AwsErrorCode} from '../../ports/aws-error-code.js';
import type {AwsCall} from './aws-call.js';
import {toAdvice} from './error-advice.js';
import {toErrorCode} from './error-code.js';
import {record, text, toFacts} from './error-facts.js';
import {redact} from './redact.js';
import {UnreadableAnswer} from './unreadable-answer.js';

/** What the edge knows of a failed call beside what AWS says. */
export interface FailedCall {
  /** Attempts without an answer, or with one that leaves open what became of them. */
  readonly lostAttempts: number;
  /** The proxy they went through, without user and password. */
  readonly proxy?: string;
}

/** Writes that callers of the function feel. */
const MOVES_TRAFFIC = /:(Create|Update|Delete)Alias$|Concurrency/;
const READS = /:(?:Batch)?(Get|List|Describe|Head|Filter|Simulate)|:GET$/;

/**
 * Any error of an SDK call as AwsError with a stable code, what it is about, the way out, and operation, HTTP status,
 * request id and number of attempts in `details`. An abort, an error that is an AwsError already and a bug of ours come
 * back as they are. A write of which any attempt's answer was lost is `uncertain`, whatever the last attempt said. The SDK's error is not kept as the cause: it holds the raw response, which can hold secrets.
 */
export function toAwsError(error: unknown, call: AwsCall, failed?: FailedCall): unknown {
  if (error instanceof AwsError || !(error instanceof Error) || error.name === 'AbortError') return error;
  if (error instanceof UnreadableAnswer) return unreadableAnswer(call, error.message);
  const facts = {...toFacts(error), action: call.action};
  const code = toErrorCode(facts);
  if (code === undefined) return error;
  const lostAttempts = READS.test(call.action) ? 0 : (failed?.lostAttempts ?? 0);
  return newAwsError(code, call, redact(facts.message, call.secrets), {
    awsError: facts.name,
    ...(lostAttempts > 0 && {lostAttempts}),
    ...(failed?.proxy !== undefined && {proxy: failed.proxy}),
    ...(facts.status !== undefined && {httpStatus: facts.status}),
    ...(facts.networkCode !== undefined && {networkCode: facts.networkCode}),
    ...serviceDetails(error),
    ...(code === 'UNRESERVED_FLOOR' && floorOf(facts.message)),
  });
}

/** An AwsError of this module's making, for answers that are no SDK error but cannot be used. */
export function newAwsError(
  code: AwsErrorCode,
  call: AwsCall,
  awsMessage: string,
  details: Readonly<Record<string, unknown>> = {},
): AwsError {
  const {message, suggestions} = toAdvice(code, call, awsMessage.trim(), details);
  const uncertain = details.lostAttempts !== undefined;
  const traffic = uncertain && MOVES_TRAFFIC.test(call.action) ? 'unknown' : 'untouched';
  return new AwsError(message, {code, suggestions, uncertain, traffic, details: {operation: call.action, ...details}});
}

/** NOT_AN_AWS_ENDPOINT for an answer that came and cannot be read; of a write it is uncertain, for it may have been carried out. */
export function unreadableAnswer(call: AwsCall, why: string): AwsError {
  return newAwsError('NOT_AN_AWS_ENDPOINT', call, why, READS.test(call.action) ? {} : {lostAttempts: 1});
}

function serviceDetails(error: Error): Record<string, unknown> {
  const metadata = record(error, '$metadata');
  const reason = text(error, 'Reason');
  const retryAfterSeconds = text(error, 'retryAfterSeconds');
  const bucketRegion = record(record(error, '$response'), 'headers')?.['x-amz-bucket-region'];
  return {
    ...(typeof metadata?.requestId === 'string' && {requestId: metadata.requestId}),
    ...(typeof metadata?.attempts === 'number' && {attempts: metadata.attempts}),
    ...(reason !== undefined && {reason}),
    ...(retryAfterSeconds !== undefined && {retryAfterSeconds: Number(retryAfterSeconds)}),
    ...(typeof bucketRegion === 'string' && {bucketRegion}),
  };
}

/** The floor is the account's own; AWS names it only here: "… below its minimum value of [100]." */
function floorOf(message: string): {floor?: number} {
  const floor = /minimum value of \[(\d+)\]/.exec(message)?.[1];
  return floor === undefined ? {} : {floor: Number(floor)};
}

/** Whether an error is an AwsError of this code. */
export function hasCode(error: unknown, code: AwsErrorCode): error is AwsError {
  return error instanceof AwsError && error.code === code;
}

/** Whether an error is an AwsError that AWS called by this name; for the few that need no code of their own. */
export function hasAwsName(error: unknown, name: string): error is AwsError {
  return error instanceof AwsError && error.details.awsError === name;
}
