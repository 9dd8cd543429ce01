import {MINUTE_MS} from '../../model/duration.js';
import type {VersionMinute} from './minute.js';
import {NEVER_COMES_MS} from './sparse.js';

/** So many minutes that never match tell a habit from a few late ones. */
const TELLING_MINUTES = 10;
/** A minute is whole when so much of it is there: fewer samples would make two equal versions look further apart than that. */
const WHOLE = 0.95;

/**
 * Whether the number of samples behind a count tells how much of its minute has arrived. Lambda writes an error count of 0
 * or 1 for every invocation, so that both numbers agree once a minute is whole: one such minute shows it. `false` when ten
 * minutes that are long over have never agreed, `undefined` when nothing tells. Failures alone agree with nothing: a function that
 * writes no zeros has as many samples as errors.
 */
export function samplesTell(rows: readonly VersionMinute[], nowMs: number): boolean | undefined {
  const telling = rows.filter(({samples, errors}) => samples !== undefined && samples > (errors ?? 0));
  if (telling.some((row) => isWhole(row))) return true;
  const over = telling.filter(
    ({minuteMs, invocations}) => invocations !== undefined && minuteMs + MINUTE_MS + NEVER_COMES_MS <= nowMs,
  );
  return over.length >= TELLING_MINUTES ? false : undefined;
}

type Counted = {readonly [count in 'invocations' | 'samples' | 'samplesOfAll']?: number | undefined};

/** Whether the two counts of a row rest on equally many invocations. */
export function isWhole({invocations = 0, samples = 0, samplesOfAll = invocations}: Counted): boolean {
  return Math.min(samples, samplesOfAll) >= WHOLE * Math.max(samples, samplesOfAll) && samples > 0;
}
