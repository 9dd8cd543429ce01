import * as z from 'zod';
import {FREEZE_POLICIES} from '../../model/freeze/policy.js';
import {isTimeZone} from '../../model/freeze/time-zone.js';
import {patternField} from '../setting-texts.js';
import type {WeekMoment} from './rules.js';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const WEEK =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([01]\d:[0-5]\d|2[0-3]:[0-5]\d|24:00) ?(?:-|–|to) ?(Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([01]\d:[0-5]\d|2[0-3]:[0-5]\d|24:00)$/;

const timezone = z
  .string()
  .refine(isTimeZone, 'Write the name of a time zone as IANA has it: Europe/Berlin, America/New_York, UTC.')
  .meta({description: 'Time zone by whose clock it is meant.', examples: ['Europe/Berlin']});
const reason = z
  .string()
  .min(1)
  .max(200)
  .meta({description: 'What is said to whoever is refused.', examples: ['holidays']});
const day = (description: string) =>
  z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, 'Write a day as 2026-12-20.')
    .refine(isDay, 'There is no such day.')
    .meta({description, examples: ['2026-12-20']});

const daysSchema = z
  .strictObject({
    from: day('First day.'),
    to: day('Last day; it is frozen, too.'),
    timezone,
    reason: reason.optional(),
  })
  .refine(({from, to}) => from <= to, {path: ['to'], message: 'The last day is before the first.'});

const weekSchema = z.strictObject({
  weekly: z
    .string()
    .regex(WEEK, 'Write it as "Fri 16:00 - Mon 08:00".')
    .meta({description: 'The same hours of every week.', examples: ['Fri 16:00 - Mon 08:00']}),
  timezone,
  reason: reason.optional(),
});

const calendarSchema = z.strictObject({
  calendar: z
    .string()
    .min(1)
    .meta({
      description: 'iCalendar file, relative to this one: nothing leaves during its events.',
      examples: ['freeze.ics'],
    }),
  timezone: timezone
    .meta({description: 'Time zone of its whole days and of times without one; that of the calendar without it.'})
    .optional(),
  reason: reason.optional(),
});

export const freezeSchema = z.array(z.union([daysSchema, weekSchema, calendarSchema])).meta({
  description: 'When nothing leaves: days, hours of every week, events of a calendar. Ways back are never frozen.',
});

export const blockersSchema = z
  .strictObject({
    alarms: z
      .array(z.string().min(1))
      .min(1)
      .meta({description: 'CloudWatch alarms: nothing leaves while one of them is red.', examples: [['prod-red']]}),
    parameter: patternField(
      /^[\w./-]{1,1011}$/,
      'SSM parameter that stops everything while it is there and says anything but off, false, no or 0; what it says is the reason.',
      'Write the name of a parameter: /lambda-release/stop.',
    ),
    headroom: z.int().min(1).max(1_000_000).meta({
      description:
        "Executions that have to be free of the account's unreserved pool, by its peak of this hour and the last one.",
    }),
  })
  .partial()
  .meta({description: 'What is asked each time something is to leave, and stops it. Ways back are never stopped.'});

export const onFreezeSchema = z
  .enum(FREEZE_POLICIES)
  .meta({description: 'What a rollout under way does when a freeze begins; finish unless this says otherwise.'});

/** The moments of `Fri 16:00 - Mon 08:00`, which the schema has let through. */
export function parseWeek(text: string): {readonly begin: WeekMoment; readonly end: WeekMoment} {
  const [, beginDay = '', beginTime = '', endDay = '', endTime = ''] = WEEK.exec(text) ?? [];
  const moment = (name: string, time: string) => {
    const [hour, minute] = time.split(':').map(Number) as [number, number];
    return {day: (DAYS as readonly string[]).indexOf(name) + 1, minute: hour * 60 + minute};
  };
  return {begin: moment(beginDay, beginTime), end: moment(endDay, endTime)};
}

function isDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
