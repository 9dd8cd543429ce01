/** What a stopped function had reserved before; `none` when nothing was. */
export type ReservedBefore = number | 'none';

/** The tag that keeps it while a function is stopped: tags belong to the function, and anybody who may look can find it. */
export const RESERVED_BEFORE_TAG = 'lambda-release:reserved-before';

/** The tag's value. */
export function formatReservedBefore(reserved: number | undefined): string {
  return reserved === undefined ? 'none' : String(reserved);
}

/** Reads the tag's value; `undefined` for one that is missing or that somebody else has written. */
export function parseReservedBefore(text: string | undefined): ReservedBefore | undefined {
  if (text === 'none') return 'none';
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
