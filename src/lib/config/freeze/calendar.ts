import {type EventInstance, expandRecurringEvent, sync} from 'node-ical';
import {Temporal} from 'temporal-polyfill';
import type {FrozenSpan} from '../../model/freeze/span.js';
import {ParseError} from '../../model/parse-error.js';

interface CalendarText {
  readonly text: string;
  /** Of days that are named without a time. */
  readonly timezone: string;
  /** Said in place of the events' own summaries. */
  readonly reason?: string | undefined;
}

/**
 * The events of an iCalendar file (RFC 5545) that reach into a time, recurring ones unfolded; cancelled ones and those that are marked
 * as free are none. Throws ParseError when it is no calendar.
 */
export function spansOfCalendar(
  {text, timezone, reason}: CalendarText,
  fromMs: number,
  toMs: number,
): readonly FrozenSpan[] {
  if (!/^BEGIN:VCALENDAR\s*$/m.test(text)) {
    throw new ParseError('It is no iCalendar file.', 'Export the calendar as .ics: it begins with BEGIN:VCALENDAR.');
  }
  const events = Object.values(sync.parseICS(text)).flatMap((part) => (part?.type === 'VEVENT' ? [part] : []));
  const range = {from: new Date(fromMs), to: new Date(toMs), expandOngoing: true};
  return events
    .filter(({status, transparency}) => status !== 'CANCELLED' && transparency !== 'TRANSPARENT')
    .flatMap((event) => expandRecurringEvent(event, range))
    .map((instance) => ({...timesOf(instance, timezone), timezone, reason: reason ?? summaryOf(instance)}))
    .filter((span) => span.fromMs < toMs && fromMs < span.toMs);
}

/** A day without a time is read as midnight of this machine's zone, and meant in the rule's. */
function timesOf({start, end, isFullDay}: EventInstance, timezone: string): Pick<FrozenSpan, 'fromMs' | 'toMs'> {
  if (!isFullDay) return {fromMs: start.getTime(), toMs: end.getTime()};
  const dayOf = (date: Date) =>
    Temporal.PlainDate.from({year: date.getFullYear(), month: date.getMonth() + 1, day: date.getDate()});
  const first = dayOf(start);
  const after = Temporal.PlainDate.compare(dayOf(end), first) > 0 ? dayOf(end) : first.add({days: 1});
  return {
    fromMs: first.toZonedDateTime(timezone).epochMilliseconds,
    toMs: after.toZonedDateTime(timezone).epochMilliseconds,
  };
}

function summaryOf({summary}: EventInstance): string {
  const text = typeof summary === 'string' ? summary : summary.val;
  return text.trim() === '' ? 'an event of the calendar' : text.trim();
}
