/** Answers that Lambda gives in place of a function that cannot give its own; all are `X-Amz-Function-Error: Unhandled`. */

// Lambda quotas: 6 MB for a synchronous response; the service counts 6,291,556 bytes.
const RESPONSE_LIMIT_BYTES = 6_291_556;

export interface PlatformFailure {
  /** What the caller gets. */
  readonly payload: Buffer;
  /** The same in the words of the log. */
  readonly message: string;
}

function failure(errorType: string, errorMessage: string): PlatformFailure {
  return {payload: Buffer.from(JSON.stringify({errorType, errorMessage})), message: errorMessage};
}

/** The handler ran longer than its timeout; `timeoutMs` as configured. */
export function timeoutFailure(requestId: string, timeoutMs: number): PlatformFailure {
  const seconds = (timeoutMs / 1000).toFixed(2);
  return failure('Sandbox.Timedout', `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`);
}

/** The module was still loading when ten seconds and the function's timeout had passed. */
export function initTimeoutFailure(limitMs: number): PlatformFailure {
  return failure('Sandbox.Timedout', `Error: Task timed out after ${(limitMs / 1000).toFixed(2)} seconds in init`);
}

/** The process ended while an invocation ran in it. `reason` is empty when it ended by `process.exit(0)`. */
export function exitFailure(requestId: string, reason: string): PlatformFailure {
  const how = reason === '' ? 'Runtime exited without providing a reason' : `Runtime exited with error: ${reason}`;
  return failure('Runtime.ExitError', `RequestId: ${requestId} Error: ${how}`);
}

/** The failure to answer instead of a response that is too large; undefined when it fits. */
export function oversizeFailure(payload: Buffer): PlatformFailure | undefined {
  const bytes = payload.length;
  if (bytes <= RESPONSE_LIMIT_BYTES) return undefined;
  return failure(
    'Function.ResponseSizeTooLarge',
    `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${RESPONSE_LIMIT_BYTES} bytes).`,
  );
}

/** The function cannot be started here at all. */
export function startFailure(message: string): PlatformFailure {
  return failure('Sandbox.StartError', message);
}
