import {Cron} from 'croner';

/** The six fields of `cron(…)`: minutes, hours, days of the month, months, days of the week (1 is Sunday), years. */
export type CronFields = readonly [string, string, string, string, string, string];

const NAMES = {
  month: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  weekday: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};

/** The first time after `afterMs` at which clocks in the zone show what the fields ask for; undefined when there is none any more. */
export function nextCronMs(fields: CronFields, timezone: string, afterMs: number): number | undefined {
  return cronOf(fields, timezone).nextRun(new Date(afterMs))?.getTime();
}

/** Whether there are such times, in fields whose form is right: days from 1W to 31W, years that do not go back. */
export function isCronPossible(fields: CronFields): boolean {
  try {
    cronOf(fields, 'UTC');
    return true;
  } catch {
    return false; // The reason is the library's; AWS gives none.
  }
}

function cronOf(fields: CronFields, timezone: string): Cron {
  const [minutes, hours, days, months, weekdays, years] = fields;
  const pattern = [
    '0',
    unwrapped(minutes, 0, 59),
    unwrapped(hours, 0, 23),
    unwrapped(days, 1, 31),
    unwrapped(numbered(months, NAMES.month), 1, 12),
    // AWS writes the last Friday 6L, and L alone for Saturday.
    weekdays === 'L' ? '7' : unwrapped(numbered(weekdays, NAMES.weekday), 1, 7).replace(/^(\d)L$/, '$1#L'),
    years,
  ];
  return new Cron(pattern.join(' '), {paused: true, timezone, alternativeWeekdays: true, sloppyRanges: true});
}

function numbered(field: string, names: readonly string[]): string {
  return field.replace(/[A-Z]{3}/g, (name) => (names.includes(name) ? String(names.indexOf(name) + 1) : name));
}

// A range that goes round, such as FRI-MON, is two; `?` asks for nothing.
function unwrapped(field: string, least: number, most: number): string {
  if (field === '?') return '*';
  return field.replace(/\b(\d+)-(\d+)\b/g, (range, from: string, to: string) =>
    Number(from) > Number(to) ? `${from}-${most},${least}-${to}` : range,
  );
}
