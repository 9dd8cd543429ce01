import {MINUTE_MS, type PairedMinute} from './paired-minute.js';
import type {WeightChange} from './weight-change.js';

/** Twice the log of the likelihood ratio from which two minutes are taken to have had different weights; by chance 1 in 100,000. */
const DIFFERENT = 20;
/** CloudWatch does not say when in its minute a move was sent, so that minute is of no use: see settledMinutes. */
const IN_MINUTE_MS = 45_000;

interface Split {
  readonly candidate: number;
  readonly all: number;
}

/**
 * The traffic moves that the counts of two versions show, oldest first; CloudWatch keeps no weights. A candidate that
 * is called has a weight, one that is not has none, and in between a move is where the share changed by more than
 * chance. The weight is the share that really happened. Moves too small for the traffic to show are not found.
 */
export function inferChanges(minutes: readonly PairedMinute[]): WeightChange[] {
  const segments: {readonly startMs: number; split: Split}[] = [];
  for (const minute of minutes) {
    const split = {
      candidate: minute.candidate.invocations,
      all: minute.candidate.invocations + minute.stable.invocations,
    };
    if (split.all === 0) continue;
    const last = segments.at(-1);
    if (!last || isMove(last.split, split)) segments.push({startMs: minute.minuteMs, split});
    else last.split = {candidate: last.split.candidate + split.candidate, all: last.split.all + split.all};
  }
  return segments
    .map(({startMs, split}) => ({
      atMs: startMs - (startMs % MINUTE_MS) + IN_MINUTE_MS,
      weightPercent: Math.round((split.candidate / split.all) * 10_000) / 100,
    }))
    .filter((change, index) => index > 0 || change.weightPercent > 0);
}

function isMove(before: Split, now: Split): boolean {
  if (before.candidate === 0) return now.candidate > 0;
  const both = {candidate: before.candidate + now.candidate, all: before.all + now.all};
  return 2 * (logLikelihood(before) + logLikelihood(now) - logLikelihood(both)) > DIFFERENT;
}

/** Of the split under its own share. */
function logLikelihood({candidate, all}: Split): number {
  const term = (count: number) => (count === 0 ? 0 : count * Math.log(count / all));
  return term(candidate) + term(all - candidate);
}
