import type {InvocationRequest, InvocationResult} from '../../invocation.js';

/** What is known of an asynchronous invocation when nothing more will be tried. */
export interface EndedEvent {
  readonly event: Pick<InvocationRequest, 'payload' | 'requestId'>;
  /** Qualified as it was invoked, `$LATEST` for the bare function. */
  readonly functionArn: string;
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
  readonly approximateInvokeCount: number;
  /** Absent when the function was never reached. */
  readonly result: Extract<InvocationResult, {kind: 'done'}> | undefined;
  readonly executedVersion: string;
  readonly nowMs: number;
}

/** The invocation record a destination gets (Lambda Developer Guide, invocation-async-retain-records). */
export function invocationRecord(ended: EndedEvent): Record<string, unknown> {
  const {event, functionArn, condition, approximateInvokeCount, result, executedVersion, nowMs} = ended;
  const functionError = result?.functionError;
  return {
    version: '1.0',
    timestamp: new Date(nowMs).toISOString(),
    requestContext: {requestId: event.requestId, functionArn, condition, approximateInvokeCount},
    requestPayload: jsonOf(event.payload),
    ...(result && {
      responseContext: {
        statusCode: 200,
        executedVersion,
        ...(functionError !== undefined && {functionError}),
      },
      responsePayload: jsonOf(result.payload),
    }),
  };
}

/** What a dead-letter queue gets beside the bare event (Lambda Developer Guide, invocation-async-retain-records). */
export function deadLetterAttributes({event, result}: EndedEvent): Record<string, string> {
  const answer = recordOf(result && jsonOf(result.payload));
  return {
    RequestID: event.requestId,
    ErrorCode: '200',
    ...(typeof answer?.errorMessage === 'string' && {ErrorMessage: answer.errorMessage.slice(0, 1024)}),
  };
}

export function jsonOf(payload: Buffer): unknown {
  if (payload.length === 0) return {};
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    return payload.toString('utf8'); // A stream of bytes: kept as the text it is.
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? {...value} : undefined;
}
