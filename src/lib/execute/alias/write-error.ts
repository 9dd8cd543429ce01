import {AwsError} from '../../errors.js';
import type {AwsErrorCode} from '../../ports/aws-error-code.js';

const FINAL: ReadonlySet<string> = new Set<AwsErrorCode>([
  'ACCESS_DENIED',
  'INVALID_REQUEST',
  'ALIAS_NOT_FOUND',
  'FUNCTION_NOT_FOUND',
  'CREDENTIALS_MISSING',
  'CREDENTIALS_INVALID',
  'REGION_MISSING',
  'REGION_INVALID',
]);
const OPEN: ReadonlySet<string> = new Set<AwsErrorCode>(['NETWORK', 'TIMEOUT', 'NOT_AN_AWS_ENDPOINT', 'AWS_INTERNAL']);

/**
 * Whether AWS refused the write itself: trying again changes nothing, and nothing was carried out. Of several attempts in one
 * call the last one's answer proves nothing when that of another was lost.
 */
export function isFinalRefusal(error: unknown): boolean {
  return error instanceof AwsError && !error.uncertain && FINAL.has(error.code);
}

/** Whether nobody can tell by the error what became of the write; all other answers say that it was not carried out. */
export function leavesOpen(error: unknown): boolean {
  return !(error instanceof AwsError) || error.uncertain || OPEN.has(error.code);
}
