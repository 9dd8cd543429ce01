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
