import {AwsError} from '../errors.js';

/** What is read, or nothing where the caller may not read it. Throws every other error. */
export async function orDenied<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ACCESS_DENIED') return undefined;
    throw error;
  }
}
