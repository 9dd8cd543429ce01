import {logMeanExp} from './log-space.js';

const CHANCES = [0.6, 0.75, 0.9, 0.99] as const;

/**
 * log evidence that the candidate is slower, where CloudWatch gives only percentiles: one entry a minute, true when
 * the candidate's percentile was above stable's by more than a margin. Fair when that is no likelier than a coin's
 * head for equal versions. Honest but weak: 100 needs at least eight minutes in a row.
 */
export function logSignEvidence(slower: readonly boolean[]): number {
  const up = slower.filter(Boolean).length;
  const down = slower.length - up;
  return logMeanExp(CHANCES.map((chance) => up * Math.log(2 * chance) + down * Math.log(2 * (1 - chance))));
}
