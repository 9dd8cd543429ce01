import {Temporal} from 'temporal-polyfill';
import type {FrozenSpan} from '../../model/freeze/span.js';
import type {DayRule, WeekMoment, WeekRule} from './rules.js';
import {type Twice, wallMoment} from './wall-moment.js';

const DAYS_OF_WEEK = 7;
const MINUTES_OF_HOUR = 60;

/** From the first moment of the first day to the first moment after the last one: a day may have 23 or 25 hours, or begin at one. */
export function spanOfDays({from, to, timezone, reason}: DayRule): FrozenSpan {
  const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(timezone).epochMilliseconds;
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)];
  return {
    fromMs: startOf(first),
    toMs: startOf(last.add({days: 1})),
    timezone,
    reason: reason ?? (from === to ? `frozen on ${from}` : `frozen from ${from} to ${to}`),
  };
}

/**
 * Every week's span that reaches into a time. By the wall clock: an hour that a change of it skips ends with the skip, and of
 * one that comes twice a freeze begins with the first and ends with the second, so that what may be meant is frozen.
 */
export function spansOfWeeks(rule: WeekRule, fromMs: number, toMs: number): readonly FrozenSpan[] {
  const {begin, end, timezone, text, reason = `frozen ${text}`} = rule;
  const days = lengthInDays(begin, end);
  const zoned = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(timezone);
  const spans: FrozenSpan[] = [];
  // A week and a day before, since a span of up to a week may reach in.
  let day = zoned.toPlainDate().subtract({days: DAYS_OF_WEEK + 1});
  for (;;) {
    day = day.add({days: (begin.day - day.dayOfWeek + DAYS_OF_WEEK) % DAYS_OF_WEEK});
    const span = {
      fromMs: momentOf(day, begin.minute, timezone, 'earlier'),
      toMs: momentOf(day.add({days}), end.minute, timezone, 'later'),
      reason,
      timezone,
    };
    if (span.fromMs >= toMs) return spans;
    if (span.toMs > fromMs && span.toMs > span.fromMs) spans.push(span);
    day = day.add({days: 1});
  }
}

/** How many days after its beginning a weekly span ends; the same moment twice is a whole week. */
function lengthInDays(begin: WeekMoment, end: WeekMoment): number {
  const days = (end.day - begin.day + DAYS_OF_WEEK) % DAYS_OF_WEEK;
  return days === 0 && end.minute <= begin.minute ? DAYS_OF_WEEK : days;
}

function momentOf(day: Temporal.PlainDate, minute: number, timezone: string, twice: Twice): number {
  const time = Temporal.PlainTime.from({hour: 0}).add({minutes: minute % (24 * MINUTES_OF_HOUR)});
  const whole = day.add({days: Math.floor(minute / (24 * MINUTES_OF_HOUR))}).toPlainDateTime(time);
  return wallMoment(whole, timezone, twice);
}
