import type {Judgement} from '../analysis/judgement.js';
import type {InconclusivePolicy} from '../config/release-file.js';
import {formatDuration} from '../model/duration.js';

/** What lets a step go on, and why not. */
export type Gate =
  | {readonly kind: 'continue'}
  | {readonly kind: 'extend'; readonly reason: string}
  | {readonly kind: 'pass'}
  | {readonly kind: 'hold'; readonly cause: 'inconclusive' | 'incident'; readonly reason: string}
  | {readonly kind: 'abort'; readonly cause: 'analysis' | 'inconclusive'; readonly reason: string};

/** Where a step is; milliseconds. */
export interface StepProgress {
  readonly elapsedMs: number;
  readonly bakeMs: number;
  readonly settleMs: number;
  /** How long past its bake the step may wait. */
  readonly patienceMs: number;
  readonly onInconclusive: InconclusivePolicy;
}

const MINUTE_MS = 60_000;

/**
 * A step goes on when it has baked and its verdict is `pass`. Evidence against the candidate aborts at any time. An
 * incident that stable shares, and an alias that does not route as configured, are waited out, then held. Too little
 * data once all of the bake has settled is what `onInconclusive` says; it is never taken for health.
 */
export function decideGate(judgement: Judgement, step: StepProgress): Gate {
  const {elapsedMs, bakeMs, settleMs, patienceMs, onInconclusive} = step;
  const {verdict, reason} = judgement;
  if (verdict === 'fail') return {kind: 'abort', cause: 'analysis', reason};
  if (elapsedMs < bakeMs) return {kind: 'continue'};
  if (verdict === 'pass') return {kind: 'pass'};
  const isOut = elapsedMs >= bakeMs + patienceMs;
  const waited = `${reason} Waited ${formatDuration(elapsedMs)} in this step.`;
  if (judgement.sharedIncident || judgement.misRouting) {
    return isOut ? {kind: 'hold', cause: 'incident', reason: waited} : {kind: 'extend', reason};
  }
  // The last minute of the bake is still being counted; a minute more, because the first one of the step is dropped.
  if (elapsedMs < bakeMs + settleMs + MINUTE_MS) return {kind: 'continue'};
  switch (onInconclusive) {
    case 'extend':
      return isOut ? {kind: 'hold', cause: 'inconclusive', reason: waited} : {kind: 'extend', reason};
    case 'hold':
      return {kind: 'hold', cause: 'inconclusive', reason};
    case 'abort':
      return {kind: 'abort', cause: 'inconclusive', reason};
    case 'promote':
      return {kind: 'pass'};
  }
}

/** While the candidate has all traffic: back on evidence against it, done when the time is over. */
export function decideWatch(judgement: Judgement, step: Pick<StepProgress, 'elapsedMs' | 'bakeMs'>): Gate {
  if (judgement.verdict === 'fail') return {kind: 'abort', cause: 'analysis', reason: judgement.reason};
  return {kind: step.elapsedMs < step.bakeMs ? 'continue' : 'pass'};
}
