import {ParseError} from './parse-error.js';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const UNIT_MS = {s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS} as const;
type Unit = keyof typeof UNIT_MS;

/** Reads `90s`, `5m`, `1h30m` or `1d` to milliseconds. Throws ParseError; a bare number has no unit and is refused. */
export function parseDurationMs(text: string): number {
  const compact = text.trim();
  if (!/^(\d+[smhd])+$/.test(compact)) {
    throw new ParseError(`"${text}" is not a duration.`, 'Write a number with a unit: 90s, 5m, 1h30m or 1d.');
  }
  let totalMs = 0;
  for (const [, count, unit] of compact.matchAll(/(\d+)([smhd])/g)) totalMs += Number(count) * UNIT_MS[unit as Unit];
  return totalMs;
}

/** The shortest exact text of a duration, down to seconds: `5m`, `1h30m`, `0s`. */
export function formatDuration(durationMs: number): string {
  let seconds = Math.round(durationMs / 1000);
  if (seconds === 0) return '0s';
  let text = '';
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const size = UNIT_MS[unit] / 1000;
    const count = Math.floor(seconds / size);
    if (count > 0) text += `${count}${unit}`;
    seconds -= count * size;
  }
  return text;
}
