import {failedCallOf} from '../http/failed-call.js';
import type {AwsCall} from './aws-call.js';
import {toAwsError} from './mapping.js';

/** Runs one call; whatever the SDK throws comes out as AwsError. An abort passes through as it is. */
export async function callAws<T>(call: AwsCall, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw toAwsError(error, call, failedCallOf(error));
  }
}

/** Options of one request: the signal ends it at once; a timeout replaces the client's own. */
export function requestOptions(signal: AbortSignal | undefined, requestTimeout?: number) {
  return {...(signal !== undefined && {abortSignal: signal}), ...(requestTimeout !== undefined && {requestTimeout})};
}
