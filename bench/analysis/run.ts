import type {Counts, Trace, Weight} from './trace.js';

/** What a judge does at the start of a minute: move, take the candidate back, or finish at 100 % and look no more. */
export type Move = {readonly to: Weight} | 'stay' | 'rollback' | 'finish';

/** A judge and the schedule it comes with, fresh for one run. */
export interface Judge {
  /** `seen` holds the minutes whose data has arrived, as routed by this judge's own weights; minute 0 has none. */
  next(minute: number, seen: readonly Counts[]): Move;
}

export interface Outcome {
  /** The minute that began with the rollback. */
  readonly rolledBackAt: number | undefined;
  /** Candidate errors served until then, or until the horizon: nobody else looks after a promoted version. */
  readonly badRequests: number;
  /** The minute that began with 100 %. */
  readonly promotedAt: number | undefined;
}

// The newest complete minute has not settled: a decision at the start of minute t sees minutes up to t − 2.
const SETTLE_MINUTES = 1;

/** Lets one judge roll out through one trace. */
export function runJudge(judge: Judge, trace: Trace): Outcome {
  const served: Counts[] = [];
  let weight: Weight = 0;
  let isLooking = true;
  let badRequests = 0;
  let promotedAt: number | undefined;
  for (const [minute, possible] of trace.entries()) {
    const move: Move = isLooking ? judge.next(minute, served.slice(0, Math.max(0, minute - SETTLE_MINUTES))) : 'stay';
    if (move === 'rollback') return {rolledBackAt: minute, badRequests, promotedAt};
    if (move === 'finish') isLooking = false;
    if (move === 'finish') weight = 1;
    if (typeof move === 'object') weight = move.to;
    if (weight === 1) promotedAt ??= minute;
    const counts = possible.get(weight);
    if (!counts) throw new Error(`no traffic was drawn for the weight ${weight}`);
    served.push(counts);
    badRequests += counts.candidateErrors;
  }
  return {rolledBackAt: undefined, badRequests, promotedAt};
}
