import {invalid} from '../events-error.js';

const MOST = 100;

/** A page of at most 100, and the token for the next one. Throws JsonServiceError ValidationException for a token of somebody else. */
export function page<T>(
  all: readonly T[],
  {
    NextToken: token,
    Limit: limit = MOST,
  }: {readonly NextToken?: string | undefined; readonly Limit?: number | undefined},
): {readonly items: readonly T[]; readonly NextToken: string | undefined} {
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8'));
  if (!Number.isInteger(from) || from < 0) throw invalid('The NextToken is not valid.');
  const next = from + limit;
  const NextToken = next < all.length ? Buffer.from(String(next)).toString('base64url') : undefined;
  return {items: all.slice(from, next), NextToken};
}
