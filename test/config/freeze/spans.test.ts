import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parseWeek} from '../../../src/lib/config/freeze/freeze-schema.js';
import type {WeekRule} from '../../../src/lib/config/freeze/rules.js';
import {spanOfDays, spansOfWeeks} from '../../../src/lib/config/freeze/spans.js';
import {frozenAt, nextFrozen, nextOpenMs} from '../../../src/lib/model/freeze/span.js';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
/** Whole, half and quarter hours from UTC, changes of half an hour (Lord Howe), at midnight (Beirut), on both halves of the earth. */
const ZONES = [
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'America/St_Johns', 'Asia/Kolkata', 'Asia/Kathmandu'],
  ...['Australia/Lord_Howe', 'Asia/Beirut', 'America/Santiago', 'Pacific/Auckland', 'Africa/Cairo'],
];

/** The wall clock by Intl, which the rules themselves do not use: minutes of the week from Monday, and the day. */
function wall(ms: number, timeZone: string) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    ...{weekday: 'short', year: 'numeric', month: '2-digit', day: '2-digit'},
    ...{hour: '2-digit', minute: '2-digit', hourCycle: 'h23'},
  }).formatToParts(ms);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(of('weekday'));
  return {
    minute: day * 1440 + Number(of('hour')) * 60 + Number(of('minute')),
    date: `${of('year')}-${of('month')}-${of('day')}`,
  };
}

const zone = fc.constantFrom(...ZONES);
/** 2026 to 2028, by the minute. */
const moment = fc
  .integer({min: Date.UTC(2026, 0, 1) / MINUTE_MS, max: Date.UTC(2028, 11, 31) / MINUTE_MS})
  .map((minutes) => minutes * MINUTE_MS);
/** Moments around changes of the clock: two days about every first of a month's last Sunday come often enough among these. */
const aroundChanges = fc
  .tuple(
    fc.constantFrom(
      ...[Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1), Date.UTC(2026, 2, 8, 7), Date.UTC(2026, 10, 1, 6)],
      ...[Date.UTC(2026, 3, 4, 15), Date.UTC(2026, 9, 3, 15, 30), Date.UTC(2026, 2, 28, 22), Date.UTC(2026, 8, 6, 4)],
    ),
    fc.integer({min: -1440, max: 1440}),
  )
  .map(([at, minutes]) => at + minutes * MINUTE_MS);
const anyMoment = fc.oneof(moment, aroundChanges);
const weekMoment = fc.record({day: fc.integer({min: 1, max: 7}), minute: fc.integer({min: 0, max: 1439})});

describe('weekly hours', () => {
  it('are frozen just when the wall clock is in them, but for an hour that comes twice or never', () => {
    fc.assert(
      fc.property(zone, weekMoment, weekMoment, anyMoment, (timezone, begin, end, atMs) => {
        const rule: WeekRule = {begin, end, timezone, text: ''};
        const [from, to] = [begin, end].map(({day, minute}) => (day - 1) * 1440 + minute) as [number, number];
        const {minute} = wall(atMs, timezone);
        const isIn = from < to ? minute >= from && minute < to : minute >= from || minute < to;
        // Where the clock was changed within three hours an hour may be meant or not.
        const isClear = [-3, 3].every((hours) => {
          const other = wall(atMs + hours * 60 * MINUTE_MS, timezone).minute;
          return (other - minute - hours * 60) % 10_080 === 0;
        });
        const spans = spansOfWeeks(rule, atMs - 1, atMs + DAY_MS);
        if (isClear) expect(frozenAt(spans, atMs) !== undefined).toBe(isIn);
        // Never open in the middle of what the clock shows as frozen.
        else if (isIn) expect(frozenAt(spans, atMs)).toBeDefined();
      }),
      {numRuns: 500},
    );
  });

  it('end where a skipped hour ends, and hold through both of a doubled one', () => {
    const rule = (weekly: string): WeekRule => ({...parseWeek(weekly), text: weekly, timezone: 'Europe/Berlin'});
    const sunday = (day: number, month: number) => Date.UTC(2026, month, day);
    const [spring] = spansOfWeeks(rule('Sun 02:30 - Sun 05:00'), sunday(29, 2), sunday(29, 2) + DAY_MS);
    expect(spring).toMatchObject({fromMs: Date.UTC(2026, 2, 29, 1), toMs: Date.UTC(2026, 2, 29, 3)});
    const [autumn] = spansOfWeeks(rule('Sun 02:30 - Sun 02:45'), sunday(25, 9), sunday(25, 9) + DAY_MS);
    expect(autumn).toMatchObject({fromMs: Date.UTC(2026, 9, 25, 0, 30), toMs: Date.UTC(2026, 9, 25, 1, 45)});
  });

  it('are a whole week where they end as they begin, and may end at midnight', () => {
    const week = {...parseWeek('Mon 09:00 - Mon 09:00'), text: '', timezone: 'UTC'};
    expect(nextOpenMs(spansOfWeeks(week, 0, 30 * DAY_MS), 0)).toBeGreaterThan(30 * DAY_MS);
    const friday = {...parseWeek('Fri 16:00 - Fri 24:00'), text: '', timezone: 'UTC'};
    const [span] = spansOfWeeks(friday, Date.UTC(2026, 10, 27), Date.UTC(2026, 10, 28));
    expect(span).toMatchObject({fromMs: Date.UTC(2026, 10, 27, 16), toMs: Date.UTC(2026, 10, 28)});
  });
});

describe('days', () => {
  it('are frozen from the first minute of the first to the last of the last, by their own clock', () => {
    const day = fc.integer({min: 0, max: 1000}).map((days) => new Date(Date.UTC(2026, 0, 1) + days * DAY_MS));
    const text = (date: Date) => date.toISOString().slice(0, 10);
    fc.assert(
      fc.property(
        zone,
        day,
        fc.integer({min: 0, max: 20}),
        fc.integer({min: -3000, max: 40_000}),
        (timezone, first, days, minutes) => {
          const last = new Date(first.getTime() + days * DAY_MS);
          const span = spanOfDays({from: text(first), to: text(last), timezone});
          const atMs = first.getTime() + minutes * MINUTE_MS;
          const {date} = wall(atMs, timezone);
          expect(frozenAt([span], atMs) !== undefined).toBe(date >= text(first) && date <= text(last));
        },
      ),
      {numRuns: 500},
    );
  });
});

describe('the next open minute', () => {
  it('is open, and every minute before it is not', () => {
    fc.assert(
      fc.property(
        zone,
        fc.array(fc.tuple(weekMoment, weekMoment), {minLength: 1, maxLength: 3}),
        anyMoment,
        (timezone, rules, atMs) => {
          const spans = rules.flatMap(([begin, end]) =>
            spansOfWeeks({begin, end, timezone, text: ''}, atMs, atMs + 40 * DAY_MS),
          );
          const openMs = nextOpenMs(spans, atMs);
          expect(frozenAt(spans, openMs)).toBeUndefined();
          for (let ms = atMs; ms < Math.min(openMs, atMs + 3 * DAY_MS); ms += 17 * MINUTE_MS) {
            expect(frozenAt(spans, ms)).toBeDefined();
          }
          if (openMs > atMs) expect(frozenAt(spans, openMs - MINUTE_MS)).toBeDefined();
          const next = nextFrozen(spans, openMs);
          if (next) expect(frozenAt(spans, next.fromMs)).toBeDefined();
        },
      ),
      {numRuns: 100},
    );
  });
});
