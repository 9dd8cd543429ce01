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

/** How long something took, in seconds: `0.4s`, `75s`. */
export function formatTook(tookMs: number): string {
  return `${tookMs < 10_000 ? (tookMs / 1000).toFixed(1) : Math.round(tookMs / 1000)}s`;
}

/** A duration with three digits: `52 ms`, `0.125 ms`. */
export function formatMilliseconds(ms: number): string {
  return `${Number(ms.toPrecision(3))} ms`;
}
