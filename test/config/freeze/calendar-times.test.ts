import {describe, expect, it} from 'vitest';
import {spansOfCalendar} from '../../../src/lib/config/freeze/calendar.js';
import {ParseError} from '../../../src/lib/model/parse-error.js';

interface Rule {
  readonly timezone?: string;
  readonly reason?: string;
}

const RULE: Rule = {};
const YEAR = {fromMs: Date.UTC(2026, 0, 1), toMs: Date.UTC(2027, 0, 1)};

/** A zone that only this file knows: two hours before UTC all year. */
const OWN_ZONE = [
  'BEGIN:VTIMEZONE',
  'TZID:Headquarters',
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:-0200',
  'TZOFFSETTO:-0200',
  'END:STANDARD',
  'END:VTIMEZONE',
];

function calendarSpans(text: string, rule: Rule, {fromMs, toMs}: typeof YEAR) {
  return spansOfCalendar({...rule, text}, fromMs, toMs);
}

function calendar(...lines: readonly string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//tests//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

function event(...lines: readonly string[]): readonly string[] {
  return ['BEGIN:VEVENT', 'UID:1@tests', 'DTSTAMP:20260101T000000Z', 'SUMMARY:Freeze', ...lines, 'END:VEVENT'];
}

function timesOf(text: string, rule = RULE, within = YEAR): readonly (readonly [string, string])[] {
  return calendarSpans(text, rule, within).map(({fromMs, toMs}) => [iso(fromMs), iso(toMs)]);
}

function iso(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16);
}

/** Whichever zone this machine is in: what a calendar says does not depend on it. */
describe('one event', () => {
  it('in UTC', () => {
    const text = calendar(...event('DTSTART:20260401T100000Z', 'DTEND:20260401T120000Z'));
    expect(timesOf(text)).toEqual([['2026-04-01T10:00', '2026-04-01T12:00']]);
  });

  it('in a zone by its name, described in the file or not', () => {
    const times = event('DTSTART;TZID=Europe/Berlin:20260701T100000', 'DTEND;TZID=Europe/Berlin:20260701T120000');
    expect(timesOf(calendar(...times))).toEqual([['2026-07-01T08:00', '2026-07-01T10:00']]);
  });

  it('with an end in another zone', () => {
    const times = event('DTSTART;TZID=Europe/Berlin:20260701T100000', 'DTEND;TZID=America/New_York:20260701T120000');
    expect(timesOf(calendar(...times))).toEqual([['2026-07-01T08:00', '2026-07-01T16:00']]);
  });

  it('in a zone that only the file knows', () => {
    const times = event('DTSTART;TZID=Headquarters:20260701T100000', 'DURATION:PT90M');
    expect(timesOf(calendar(...OWN_ZONE, ...times))).toEqual([['2026-07-01T12:00', '2026-07-01T13:30']]);
  });

  it('of whole days, which end where the last one does', () => {
    const text = calendar(...event('DTSTART;VALUE=DATE:20261220', 'DTEND;VALUE=DATE:20261223'));
    const rule = {...RULE, timezone: 'Europe/Berlin'};
    expect(timesOf(text, rule)).toEqual([['2026-12-19T23:00', '2026-12-22T23:00']]);
  });

  it('of one whole day without an end, in the zone of the calendar', () => {
    const text = calendar('X-WR-TIMEZONE:Asia/Kathmandu', ...event('DTSTART;VALUE=DATE:20261220'));
    expect(timesOf(text)).toEqual([['2026-12-19T18:15', '2026-12-20T18:15']]);
  });

  it('without a zone, on the wall of the rule', () => {
    const text = calendar(...event('DTSTART:20260701T100000', 'DTEND:20260701T120000'));
    expect(timesOf(text, {...RULE, timezone: 'America/New_York'})).toEqual([['2026-07-01T14:00', '2026-07-01T16:00']]);
  });

  it('that is cancelled, or has no length, freezes nothing', () => {
    const times = ['DTSTART:20260401T100000Z', 'DTEND:20260401T120000Z'];
    expect(timesOf(calendar(...event(...times, 'STATUS:CANCELLED')))).toEqual([]);
    expect(timesOf(calendar(...event(...times, 'STATUS:CONFIRMED')))).toHaveLength(1);
  });

  it('tells its summary in one line, or the rule its own reason', () => {
    const times = ['DTSTART:20260401T100000Z', 'DTEND:20260401T120000Z'];
    const text = calendar(...event(...times).map((line) => line.replace('Freeze', 'Quarter\\nend')));
    expect(calendarSpans(text, RULE, YEAR)[0]?.reason).toBe('Quarter end');
    expect(calendarSpans(text, {...RULE, reason: 'finance'}, YEAR)[0]?.reason).toBe('finance');
  });
});

describe('an event that repeats', () => {
  const weekly = ['DTSTART;TZID=Europe/Berlin:20260320T160000', 'DTEND;TZID=Europe/Berlin:20260320T180000'];

  it('keeps its time on the wall over a change of the clocks, without what is taken out', () => {
    const text = calendar(
      ...event(...weekly, 'RRULE:FREQ=WEEKLY;COUNT=4', 'EXDATE;TZID=Europe/Berlin:20260327T160000'),
    );
    expect(timesOf(text)).toEqual([
      ['2026-03-20T15:00', '2026-03-20T17:00'],
      ['2026-04-03T14:00', '2026-04-03T16:00'],
      ['2026-04-10T14:00', '2026-04-10T16:00'],
    ]);
  });

  it('is found long after it began, and ends with its rule', () => {
    const old = ['DTSTART:20100101T000000Z', 'DTEND:20100101T010000Z', 'RRULE:FREQ=MONTHLY;UNTIL=20260201T000000Z'];
    expect(timesOf(calendar(...event(...old)))).toEqual([
      ['2026-01-01T00:00', '2026-01-01T01:00'],
      ['2026-02-01T00:00', '2026-02-01T01:00'],
    ]);
  });

  it('goes by what was changed of one time, and leaves out one that was cancelled', () => {
    const text = calendar(
      ...event(...weekly, 'RRULE:FREQ=WEEKLY;COUNT=3'),
      ...event(
        'RECURRENCE-ID;TZID=Europe/Berlin:20260327T160000',
        'DTSTART;TZID=Europe/Berlin:20260328T100000',
        'DTEND;TZID=Europe/Berlin:20260328T110000',
      ),
      ...event(
        'RECURRENCE-ID;TZID=Europe/Berlin:20260403T160000',
        'DTSTART;TZID=Europe/Berlin:20260403T160000',
        'DTEND;TZID=Europe/Berlin:20260403T180000',
        'STATUS:CANCELLED',
      ),
    );
    expect(timesOf(text)).toEqual([
      ['2026-03-20T15:00', '2026-03-20T17:00'],
      ['2026-03-28T09:00', '2026-03-28T10:00'],
    ]);
  });

  it('without end is walked as far as is asked', () => {
    const endless = ['DTSTART:20260101T000000Z', 'DTEND:20260101T010000Z', 'RRULE:FREQ=DAILY'];
    expect(timesOf(calendar(...event(...endless)))).toHaveLength(365);
  });
});

describe('a calendar that cannot be read', () => {
  it.each([
    ['no calendar at all', 'freeze: yes', /It is no iCalendar file/],
    ['an event alone', event('DTSTART:20260401T100000Z').join('\r\n'), /It is no iCalendar file/],
    [
      'a zone that nobody knows',
      calendar(...event('DTSTART;TZID=Nowhere:20260701T100000', 'DURATION:PT1H')),
      /Nobody knows the time zone Nowhere/,
    ],
    ['whole days of nobody', calendar(...event('DTSTART;VALUE=DATE:20261220')), /nobody says whose/],
    [
      'an event every second',
      calendar(...event('DTSTART:20100101T000000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY')),
      /recurs more than/,
    ],
  ])('%s', (_name, text, message) => {
    const read = () => calendarSpans(text, RULE, YEAR);
    expect(read).toThrow(ParseError);
    expect(read).toThrow(message);
  });
});
