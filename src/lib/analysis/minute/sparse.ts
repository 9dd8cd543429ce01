import {MINUTE_MS} from '../../model/duration.js';
import type {VersionMinute} from './minute.js';

/** So many minutes with invocations and without an Errors point tell a habit from a few late ones. */
const TELLING_MINUTES = 10;

/** A point this much later than its minute's end will not come any more where only failures are written down. */
export const NEVER_COMES_MS = 5 * MINUTE_MS;

/**
 * Whether a function writes no zeros: its settled history before the rollout has at least ten minutes with invocations and
 * no Errors point, and not one explicit zero. Today's Lambda writes an Errors point for every invocation; its documentation
 * of older days describes points for failures alone. Only where history shows the second may a missing point ever mean 0.
 */
export function isSparse(history: readonly VersionMinute[]): boolean {
  const isZeroWritten = history.some(({errors}) => errors === 0);
  const silent = history.filter(({invocations = 0, errors}) => invocations > 0 && errors === undefined);
  return !isZeroWritten && silent.length >= TELLING_MINUTES;
}
