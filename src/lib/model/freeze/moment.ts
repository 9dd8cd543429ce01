interface WallClock {
  readonly weekday: string;
  /** `2026-11-30` */
  readonly date: string;
  /** `08:00` */
  readonly time: string;
}

/** `Mon 2026-11-30 08:00 Europe/Berlin (07:00Z)`: a moment by a wall clock, with the time of the world behind it. */
export function formatMoment(atMs: number, timezone = 'UTC'): string {
  const [local, world] = [wallClock(atMs, timezone), wallClock(atMs, 'UTC')];
  const text = `${local.weekday} ${local.date} ${local.time}`;
  if (timezone === 'UTC') return `${text}Z`;
  return `${text} ${timezone} (${local.date === world.date ? '' : `${world.date} `}${world.time}Z)`;
}

/** `2026-11-30T07:00Z`, for machines. */
export function isoMinute(atMs: number): string {
  const {date, time} = wallClock(atMs, 'UTC');
  return `${date}T${time}Z`;
}

function wallClock(atMs: number, timeZone: string): WallClock {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    ...{weekday: 'short', year: 'numeric', month: '2-digit', day: '2-digit'},
    ...{hour: '2-digit', minute: '2-digit', hourCycle: 'h23'},
  }).formatToParts(atMs);
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  return {
    weekday: of('weekday'),
    date: `${of('year')}-${of('month')}-${of('day')}`,
    time: `${of('hour')}:${of('minute')}`,
  };
}
