import {toAwsError} from './mapping.js';

/** What was asked of AWS, in the words of an error message. */
export interface AwsCall {
  /** IAM's name of the action: `lambda:UpdateAlias`. */
  readonly action: string;
  /** What it is about: `function checkout`, `alias checkout:live`, `bucket my-releases`. */
  readonly subject: string;
  /** Values that were part of the request and must not come back in a message. */
  readonly secrets?: readonly string[];
}

/** Runs one call; whatever the SDK throws comes out as AwsError. An abort passes through as it is. */
export async function callAws<T>(call: AwsCall, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw toAwsError(error, call);
  }
}

/** Options of one request: the signal ends it at once; a timeout replaces the client's own. */
export function requestOptions(signal: AbortSignal | undefined, requestTimeout?: number) {
  return {...(signal !== undefined && {abortSignal: signal}), ...(requestTimeout !== undefined && {requestTimeout})};
}
