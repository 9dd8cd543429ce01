import ICAL from 'ical.js';
import {Temporal} from 'temporal-polyfill';
import {DAY_MS} from '../../model/duration.js';
import type {FrozenSpan} from '../../model/freeze/span.js';
import {isTimeZone} from '../../model/freeze/time-zone.js';
import {ParseError} from '../../model/parse-error.js';
import {messageOf} from '../../model/text/message-of.js';
import {type Twice, wallMoment} from './wall-moment.js';

interface CalendarText {
  readonly text: string;
  /** Of whole days and of times without a zone; absent: as the calendar says of itself. */
  readonly timezone?: string | undefined;
  /** Said in place of the events' own summaries. */
  readonly reason?: string | undefined;
}

interface Reading extends Omit<CalendarText, 'text'> {
  readonly fromMs: number;
  readonly toMs: number;
}

/** An event that repeats every second for years is no plan of anybody's. */
const MOST_TIMES = 10_000;
const MOST_SUMMARY = 100;

/**
 * The events of an iCalendar file (RFC 5545) that reach into a time, recurring ones unfolded, whoever's machine it is read on;
 * cancelled ones are none. Throws ParseError when it is no calendar, or nobody can tell when one of its events is.
 */
export function spansOfCalendar({text, ...said}: CalendarText, fromMs: number, toMs: number): readonly FrozenSpan[] {
  const reading = {...said, fromMs, toMs};
  return componentsOf(text).flatMap((calendar) => {
    const own = calendar.getFirstPropertyValue('x-wr-timezone');
    const timezone = said.timezone ?? (typeof own === 'string' && isTimeZone(own) ? own : undefined);
    const events = calendar.getAllSubcomponents('vevent').filter((event) => !event.hasProperty('recurrence-id'));
    return events.flatMap((event) => spansOfEvent(new ICAL.Event(event), {...reading, timezone}));
  });
}

function componentsOf(text: string): readonly ICAL.Component[] {
  try {
    const parsed: unknown[] = ICAL.parse(text);
    const all = Array.isArray(parsed[0]) ? parsed : [parsed];
    const components = all.map((each) => new ICAL.Component(each as string[]));
    if (components.every(({name}) => name === 'vcalendar')) return components;
  } catch (error) {
    throw noCalendar(` ${messageOf(error)}.`);
  }
  throw noCalendar('');
}

function spansOfEvent(event: ICAL.Event, reading: Reading): readonly FrozenSpan[] {
  const {fromMs, toMs} = reading;
  const spans: FrozenSpan[] = [];
  for (const {item, startDate, endDate} of timesOf(event)) {
    if (isLongPast(endDate, fromMs)) continue;
    const span = {
      fromMs: momentOf(startDate, item, 'earlier', reading),
      toMs: momentOf(endDate, item, 'later', reading),
      timezone: zoneOf(startDate, item) ?? reading.timezone ?? 'UTC',
      reason: reading.reason ?? summaryOf(item),
    };
    if (span.fromMs >= toMs) break;
    const isMeant = span.fromMs < span.toMs && item.component.getFirstPropertyValue('status') !== 'CANCELLED';
    if (isMeant && span.toMs > fromMs) spans.push(span);
  }
  return spans;
}

function* timesOf(event: ICAL.Event) {
  if (!event.isRecurring()) {
    yield {item: event, startDate: event.startDate, endDate: event.endDate};
    return;
  }
  const iterator = event.iterator();
  for (let count = 0; count < MOST_TIMES; count += 1) {
    const next = iterator.next();
    if (!next) return;
    yield event.getOccurrenceDetails(next);
  }
  throw new ParseError(
    `"${summaryOf(event)}" recurs more than ${MOST_TIMES} times.`,
    'Write it as fewer, longer events.',
  );
}

/** Whether it ended before `ms` whatever its zone: most times of an event that recurs have, and zones are slow. */
function isLongPast({year, month, day}: ICAL.Time, ms: number): boolean {
  return Date.UTC(year, month - 1, day) + 3 * DAY_MS < ms;
}

/** Epoch milliseconds; in a zone of the IANA database by that, in another one as the file describes it. */
function momentOf(time: ICAL.Time, item: ICAL.Event, twice: Twice, {timezone}: Reading): number {
  const {year, month, day, hour, minute, second} = time;
  if (time.isDate) return Temporal.PlainDate.from({year, month, day}).toZonedDateTime(known()).epochMilliseconds;
  const wall = Temporal.PlainDateTime.from({year, month, day, hour, minute, second});
  const named = zoneOf(time, item);
  if (named !== undefined) return wallMoment(wall, named, twice);
  if (time.zone !== ICAL.Timezone.localTimezone) return time.toUnixTime() * 1_000;
  const written = tzidOf(time, item);
  if (written === undefined) return wallMoment(wall, known(), twice);
  throw new ParseError(`Nobody knows the time zone ${written} of "${summaryOf(item)}".`, 'Export it with its zones.');

  function known(): string {
    if (timezone !== undefined) return timezone;
    const wayOut = 'Write timezone beside calendar: {calendar: freeze.ics, timezone: Europe/Berlin}.';
    throw new ParseError(`"${summaryOf(item)}" has days or times without a zone, and nobody says whose.`, wayOut);
  }
}

/** The zone of a time, where it is one of the IANA database. */
function zoneOf(time: ICAL.Time, item: ICAL.Event): string | undefined {
  if (time.isDate) return undefined;
  if (time.zone === ICAL.Timezone.utcTimezone) return 'UTC';
  const written = tzidOf(time, item);
  return written !== undefined && isTimeZone(written) ? written : undefined;
}

/** What stands beside the time: an end has a zone of its own only where the event does not recur. */
function tzidOf(time: ICAL.Time, {component}: ICAL.Event): string | undefined {
  const isOf = (each: ICAL.Property) => /^dt(start|end)$/.test(each.name) && each.getFirstValue() === time;
  const property = component.getAllProperties().find(isOf) ?? component.getFirstProperty('dtstart');
  const tzid = property?.getParameter('tzid');
  return typeof tzid === 'string' ? tzid : undefined;
}

function summaryOf({summary}: ICAL.Event): string {
  const text = (summary ?? '').replace(/[\p{Cc}\s]+/gu, ' ').trim();
  if (text === '') return 'an event of the calendar';
  return text.length > MOST_SUMMARY ? `${text.slice(0, MOST_SUMMARY - 1)}…` : text;
}

function noCalendar(why: string): ParseError {
  return new ParseError(
    `It is no iCalendar file.${why}`,
    'Export the calendar as .ics: it begins with BEGIN:VCALENDAR.',
  );
}
