import {AwsError} from '../errors.js';

const FINAL = new Set([
  'ACCESS_DENIED',
  'INVALID_REQUEST',
  'FUNCTION_NOT_FOUND',
  'CREDENTIALS_MISSING',
  'CREDENTIALS_INVALID',
  'REGION_MISSING',
  'PROFILE_INVALID',
]);

/** Whether AWS refused the request itself: trying again changes nothing, and nothing was carried out. */
export function isFinalRefusal(error: unknown): boolean {
  return error instanceof AwsError && FINAL.has(error.code);
}
