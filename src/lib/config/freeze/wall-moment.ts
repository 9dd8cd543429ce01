import type {Temporal} from 'temporal-polyfill';
import {MINUTE_MS} from '../../model/duration.js';

/** Which of two moments is meant where a clock is set back and shows a time twice. */
export type Twice = 'earlier' | 'later';

/**
 * When the clock of a zone shows a time, to the minute; epoch milliseconds. The moment of the change stands for every time that a
 * change skips.
 */
export function wallMoment(wall: Temporal.PlainDateTime, timezone: string, twice: Twice): number {
  const earlier = wall.toZonedDateTime(timezone, {disambiguation: 'earlier'});
  const later = wall.toZonedDateTime(timezone, {disambiguation: 'later'});
  // Skipped: neither shows the time that was asked for.
  const isSkipped = !earlier.toPlainDateTime().equals(wall);
  const at = isSkipped ? (earlier.getTimeZoneTransition('next') ?? later) : twice === 'earlier' ? earlier : later;
  return Math.floor(at.epochMilliseconds / MINUTE_MS) * MINUTE_MS;
}
