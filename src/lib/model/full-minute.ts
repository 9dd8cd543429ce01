import {MINUTE_MS} from '../model/duration.js';

/** The full minute a time lies in, epoch milliseconds. */
export function fullMinute(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}
