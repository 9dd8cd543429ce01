/** Epoch milliseconds of a time as Lambda writes it, `2026-11-21T05:30:00.123+0000`; `undefined` for anything else. */
export function parseAwsTime(text: string): number | undefined {
  // ISO 8601 wants a colon in the offset, and Date.parse promises to read nothing else.
  const ms = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(ms) ? undefined : ms;
}
