import {ParseError} from '../parse-error.js';

/** Share of the candidate in percent, 0–100, with at most two decimals. AWS's fraction stays in aws/. */
export type WeightPercent = number;

/** Reads `5`, `5%` or `0.5%`. Throws ParseError outside 0–100 or with more than two decimals. */
export function parseWeightPercent(text: string): WeightPercent {
  const match = /^(\d{1,3}(?:\.\d{1,2})?)\s*%?$/.exec(text.trim());
  const value = match?.[1] === undefined ? Number.NaN : Number(match[1]);
  if (!(value >= 0 && value <= 100)) {
    throw new ParseError(
      `"${text}" is not a weight.`,
      'Write a share from 0% to 100% with at most two decimals, for example 5%.',
    );
  }
  return value;
}

/** `5%`, `0.5%`. */
export function formatWeightPercent(weight: WeightPercent): string {
  return `${Number(weight.toFixed(2))}%`;
}
