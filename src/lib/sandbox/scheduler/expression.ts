import {type CronFields, isCronPossible} from './cron.js';
import {invalid} from './scheduler-error.js';

/** When a schedule is due. */
export type Expression =
  | {readonly kind: 'at'; readonly atMs: number}
  | {readonly kind: 'rate'; readonly everyMs: number}
  | {readonly kind: 'cron'; readonly fields: CronFields};

const AT = /^at\((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\)$/;
const RATE = /^rate\(([1-9]\d*) (minute|minutes|hour|hours|day|days)\)$/;
const CRON = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)$/;
const UNIT_MS: Readonly<Record<string, number>> = {minute: 60_000, hour: 3_600_000, day: 86_400_000};

/**
 * Reads `at(yyyy-mm-ddThh:mm:ss)` as a time of `timezone`, `rate(5 minutes)` and `cron(…)`. A zone within
 * `at()`, a trailing Z too, is refused as recorded from AWS. Throws SchedulerError ValidationException.
 */
export function parseExpression(text: string, timezone: string): Expression {
  const at = AT.exec(text);
  if (at) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = at.slice(1).map(Number);
    const wallMs = Date.UTC(year, month - 1, day, hour, minute, second);
    // A day or an hour that does not exist would have been carried over.
    if (new Date(wallMs).toISOString().slice(0, 19) !== text.slice(3, -1)) throw invalidExpression(text);
    return {kind: 'at', atMs: zonedTimeMs(wallMs, timezone)};
  }
  const [, count, unit = ''] = RATE.exec(text) ?? [];
  if (count !== undefined) {
    return {kind: 'rate', everyMs: Number(count) * (UNIT_MS[unit.replace(/s$/, '')] ?? 0)};
  }
  const [, minutes = '', hours = '', days = '', months = '', weekdays = '', years = ''] = CRON.exec(text) ?? [];
  const fields = [minutes, hours, days, months, weekdays, years] as const;
  if (isCron(fields) && isCronPossible(fields)) return {kind: 'cron', fields};
  throw invalidExpression(text);
}

/** Throws SchedulerError ValidationException when nobody knows the zone. */
export function checkTimezone(timezone: string): void {
  try {
    new Intl.DateTimeFormat('en', {timeZone: timezone});
  } catch {
    throw invalid(`Invalid ScheduleExpressionTimezone ${timezone}.`);
  }
}

function invalidExpression(text: string) {
  return invalid(`Invalid Schedule Expression ${text}.`);
}

// One of day-of-month and day-of-week says nothing, the other something (Scheduler User Guide, schedule-types).
function isCron([minutes, hours, days, months, weekdays, years]: CronFields): boolean {
  const names = '[A-Z]{3}';
  return (
    within(minutes, 0, 59) &&
    within(hours, 0, 23) &&
    (days === '?') !== (weekdays === '?') &&
    (days === '?' || days === 'L' || /^\d{1,2}W$/.test(days) || within(days, 1, 31)) &&
    (within(months, 1, 12) || new RegExp(`^${names}([-,]${names})*$`).test(months)) &&
    (weekdays === '?' || /^[1-7]?L$|^[1-7]#[1-5]$/.test(weekdays) || within(weekdays, 1, 7) || isWeekdays(weekdays)) &&
    within(years, 1970, 2199)
  );
}

function isWeekdays(text: string): boolean {
  return text.split(/[-,]/).every((day) => ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'].includes(day));
}

function within(field: string, least: number, most: number): boolean {
  return field.split(',').every((part) => {
    const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    if (step !== undefined && Number(step) < 1) return false;
    if (range === '*') return true;
    const bounds = /^(\d+)(?:-(\d+))?$/.exec(range);
    return (
      !!bounds && bounds.slice(1).every((each) => each === undefined || (Number(each) >= least && Number(each) <= most))
    );
  });
}

/** The time at which clocks in the zone show `wallMs`; the first one when they show it twice. */
function zonedTimeMs(wallMs: number, timezone: string): number {
  const before = wallMs - offsetMs(wallMs - 86_400_000, timezone);
  return before + offsetMs(before, timezone) === wallMs ? before : wallMs - offsetMs(wallMs + 86_400_000, timezone);
}

function offsetMs(atMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...{year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric'},
  }).formatToParts(atMs);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(atMs / 1000) * 1000;
}
