import type {FunctionRef} from '../../model/function/ref.js';

/** One synchronous call of a function. */
export interface InvokeRequest extends FunctionRef {
  /** The event, as JSON text. */
  readonly payload: string;
  /** The function's own timeout in milliseconds: it is waited for that long, and a little more for a cold start. */
  readonly timeoutMs: number;
  /** Values that must not come back in what is reported: the environment of the versions that may run. */
  readonly secrets: readonly string[];
}

/** What came back. Secrets, presigned URLs and credentials are taken out of both texts. */
export interface InvokeAnswer {
  /** Absent where AWS does not say it. */
  readonly executedVersion?: string;
  /** The answer as the function gave it: JSON text, empty for none. */
  readonly payload: string;
  /** `Unhandled` or `Handled` when the function failed: AWS answers 200 then too (Lambda API, Invoke, FunctionError). */
  readonly functionError?: string;
  /** The last 4 KB of what the function and the platform logged. */
  readonly logTail: string;
  readonly requestId?: string;
}

/**
 * Invokes functions. Throws AwsError: THROTTLED when there was no concurrency for the call, INVALID_REQUEST for an event
 * that is no JSON, PACKAGE_TOO_LARGE for one above 6 MB, TIMEOUT when no answer came. Sent once, never again by itself:
 * an event that was carried out twice is worse than one that failed.
 */
export interface InvokePort {
  invoke(request: InvokeRequest, signal?: AbortSignal): Promise<InvokeAnswer>;
}
