const UNITS = ['B', 'KiB', 'MiB', 'GiB'] as const;

/** Sizes as AWS counts its limits, in powers of 1024: `999 B`, `1.5 KiB`, `50 MiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  // 1023.96 KiB would be written "1024.0 KiB": it is a MiB.
  if (unit > 0 && unit < UNITS.length - 1 && value >= 1023.95) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || Number.isInteger(value) ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

/** `1,234,567`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A share of 1 as percent with two decimals, three below 0.1 %: `0.17%`, `0.004%`; `–` when there is none. */
export function formatRate(rate: number | undefined): string {
  if (rate === undefined) return '–';
  const percent = rate * 100;
  return `${percent.toFixed(percent > 0 && percent < 0.1 ? 3 : 2)}%`;
}

/** `1 file`, `2 files`; a plural that is not formed with s is passed. */
export function formatCountOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}
