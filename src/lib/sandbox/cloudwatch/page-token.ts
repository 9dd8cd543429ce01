import * as z from 'zod';
import {invalidNextToken} from './service-error.js';

/** An opaque NextToken that holds positions of this answer. */
export function formatPageToken(...positions: readonly number[]): string {
  return Buffer.from(JSON.stringify(positions)).toString('base64url');
}

const positionsSchema = z.array(z.int().nonnegative());

/** The positions of a token, `count` of them; zeroes without a token. Throws CloudWatchError InvalidNextToken. */
export function parsePageToken(token: string | undefined, count: number): readonly number[] {
  if (token === undefined) return Array.from({length: count}, () => 0);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    throw invalidNextToken();
  }
  const positions = positionsSchema.safeParse(value);
  if (!positions.success || positions.data.length !== count) throw invalidNextToken();
  return positions.data;
}
