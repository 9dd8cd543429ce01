import {describe, expect, it} from 'vitest';
import {spansOfCalendar} from '../../../src/lib/config/freeze/calendar.js';
import {ParseError} from '../../../src/lib/model/parse-error.js';

const FROM_MS = Date.UTC(2026, 9, 1);
const TO_MS = Date.UTC(2026, 11, 31);

function spansOf(...events: readonly string[]) {
  const text = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//ops//EN\r\n${events
    .map((event, index) => `BEGIN:VEVENT\nUID:${index}\nDTSTAMP:20260901T000000Z\n${event}\nEND:VEVENT`)
    .join('\n')
    .replaceAll('\n', '\r\n')}\r\nEND:VCALENDAR\r\n`;
  return spansOfCalendar({text, timezone: 'Europe/Berlin'}, FROM_MS, TO_MS).map(({fromMs, toMs, reason}) => [
    new Date(fromMs).toISOString().slice(0, 16),
    new Date(toMs).toISOString().slice(0, 16),
    reason,
  ]);
}

describe('spansOfCalendar', () => {
  it("reads days by the rule's clock, whatever this machine's zone is", () => {
    const event = 'SUMMARY:Black Friday\nDTSTART;VALUE=DATE:20261127\nDTEND;VALUE=DATE:20261130';
    expect(spansOf(event)).toEqual([['2026-11-26T23:00', '2026-11-29T23:00', 'Black Friday']]);
    expect(spansOf('SUMMARY:One day\nDTSTART;VALUE=DATE:20261127')).toEqual([
      ['2026-11-26T23:00', '2026-11-27T23:00', 'One day'],
    ]);
  });

  it('reads hours of a zone and of the world, and how long they last', () => {
    expect(
      spansOf(
        'SUMMARY:Berlin\nDTSTART;TZID=Europe/Berlin:20261125T100000\nDTEND;TZID=Europe/Berlin:20261125T120000',
        'SUMMARY:World\nDTSTART:20261126T100000Z\nDURATION:PT90M',
      ),
    ).toEqual([
      ['2026-11-25T09:00', '2026-11-25T11:00', 'Berlin'],
      ['2026-11-26T10:00', '2026-11-26T11:30', 'World'],
    ]);
  });

  it('unfolds what recurs, by the wall clock over a change of it, without what is excepted or moved', () => {
    const weekly = [
      'SUMMARY:Weekly',
      'DTSTART;TZID=Europe/Berlin:20261016T160000',
      'DTEND;TZID=Europe/Berlin:20261016T180000',
      'RRULE:FREQ=WEEKLY;COUNT=4',
      'EXDATE;TZID=Europe/Berlin:20261023T160000',
    ].join('\n');
    expect(spansOf(weekly).map(([from]) => from)).toEqual(['2026-10-16T14:00', '2026-10-30T15:00', '2026-11-06T15:00']);
  });

  it('leaves out what is cancelled, and what is over; what calendars mark as free freezes all the same', () => {
    const at = 'DTSTART:20261126T100000Z\nDTEND:20261126T110000Z';
    expect(spansOf(`SUMMARY:a\n${at}\nSTATUS:CANCELLED`)).toEqual([]);
    expect(spansOf(`SUMMARY:b\n${at}\nTRANSP:TRANSPARENT`)).toHaveLength(1);
    expect(spansOf('SUMMARY:c\nDTSTART:20250101T100000Z\nDTEND:20250101T110000Z')).toEqual([]);
    expect(spansOf(at)).toEqual([['2026-11-26T10:00', '2026-11-26T11:00', 'an event of the calendar']]);
  });

  it('says of anything else that it is no calendar', () => {
    const read = () => spansOfCalendar({text: '<html>Sign in</html>', timezone: 'UTC'}, FROM_MS, TO_MS);
    expect(read).toThrow(ParseError);
  });
});
