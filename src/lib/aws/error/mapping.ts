import {AwsError} from '../../errors.js';
import type {AwsErrorCode} from '../../ports/aws-error-code.js';
import type {AwsCall} from './aws-call.js';
import {toAdvice} from './error-advice.js';
import {type ErrorFacts, toErrorCode} from './error-code.js';
import {redact} from './redact.js';

/**
 * Any error of an SDK call as AwsError with a stable code, what it is about, the way out, and operation, HTTP status,
 * request id and number of attempts in `details`. An abort, an error that is an AwsError already and a bug of ours come
 * back as they are. The SDK's error is not kept as the cause: it holds the raw response, which can hold secrets.
 */
export function toAwsError(error: unknown, call: AwsCall): unknown {
  if (error instanceof AwsError || !(error instanceof Error) || error.name === 'AbortError') return error;
  const facts = toFacts(error, call);
  const code = toErrorCode(facts);
  if (code === undefined) return error;
  return newAwsError(code, call, redact(facts.message, call.secrets), {
    awsError: facts.name,
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
  const {message, suggestions} = toAdvice(code, call, awsMessage.trim(), text(details, 'reason'));
  return new AwsError(message, {code, suggestions, details: {operation: call.action, ...details}});
}

function toFacts(error: Error, call: AwsCall): ErrorFacts {
  const networkCode = text(error, 'code');
  const metadata = record(error, '$metadata');
  const headers = record(record(error, '$response'), 'headers');
  const status = metadata?.httpStatusCode;
  const contentType = headers?.['content-type'];
  return {
    name: error.name,
    // Added by the SDK to errors it could not parse; it points at a hidden field nobody here can see.
    message: error.message.replace(/\s*Deserialization error: to see the raw response[\s\S]*$/, ''),
    action: call.action,
    ...(networkCode !== undefined && typeof status !== 'number' && {networkCode}),
    ...(typeof status === 'number' && {status}),
    ...(typeof contentType === 'string' && {contentType}),
  };
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

function record(value: unknown, key: string): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const member: unknown = Reflect.get(value, key);
  return typeof member === 'object' && member !== null ? (member as Record<string, unknown>) : undefined;
}

function text(value: object, key: string): string | undefined {
  const member: unknown = Reflect.get(value, key);
  return typeof member === 'string' ? member : undefined;
}

/** Whether an error is an AwsError of this code. */
export function hasCode(error: unknown, code: AwsErrorCode): error is AwsError {
  return error instanceof AwsError && error.code === code;
}

/** Whether an error is an AwsError that AWS called by this name; for the few that need no code of their own. */
export function hasAwsName(error: unknown, name: string): error is AwsError {
  return error instanceof AwsError && error.details.awsError === name;
}
