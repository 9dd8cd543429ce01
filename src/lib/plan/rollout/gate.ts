import type {Judgement, JudgementCause} from '../../analysis/judgement.js';
import {PROMOTION} from '../../analysis/settings.js';
import type {InconclusivePolicy} from '../../config/release-file.js';
import {formatDuration, MINUTE_MS} from '../../model/duration.js';

/** What lets a step go on, and why not. */
export type Gate =
  | {readonly kind: 'continue'}
  | {readonly kind: 'extend'; readonly reason: string}
  /** `early`: before its bake was over. */
  | {readonly kind: 'pass'; readonly early?: true}
  | {readonly kind: 'hold'; readonly cause: 'inconclusive' | 'incident'; readonly reason: string}
  | {readonly kind: 'abort'; readonly cause: 'analysis' | 'alarm' | 'metric' | 'inconclusive'; readonly reason: string};

/** Where a step is; milliseconds. */
export interface StepProgress {
  readonly elapsedMs: number;
  readonly bakeMs: number;
  readonly settleMs: number;
  /** How long past its bake the step may wait. */
  readonly patienceMs: number;
  readonly onInconclusive: InconclusivePolicy;
  /** End the bake as soon as an unacceptable candidate is excluded. */
  readonly promoteEarly: boolean;
}

/** What speaks for nobody and against nobody, and may pass by itself. */
const WAITED_OUT: ReadonlySet<JudgementCause> = new Set(['shared-incident', 'throttled', 'routing', 'alarm-missing']);
/**
 * Evidence that is no verdict yet, and enough not to give the candidate more traffic: of versions that are no worse than
 * tolerated at most one in ten ever meets as much (Ville's inequality, as for the verdict).
 */
const LEANING = 10;
/** A bake never ends earlier, whatever the numbers say: what a version warms up to takes minutes to show. */
const EARLIEST_MS = 180_000;

/**
 * A step goes on when it has baked and its verdict is `pass`. Evidence against the candidate aborts at any time. An
 * incident that stable shares, throttled callers, an alias that does not route as configured, and evidence that leans against the
 * candidate without convicting it, are waited out, then held. Too little data once all of the bake has settled is what
 * `onInconclusive` says; it is never taken for health.
 */
export function decideGate(judgement: Judgement, step: StepProgress): Gate {
  const {elapsedMs, bakeMs, settleMs, patienceMs, onInconclusive} = step;
  const {verdict, reason, evidence} = judgement;
  if (verdict === 'fail') return failed(judgement);
  if (elapsedMs < bakeMs)
    return step.promoteEarly && isProven(judgement, elapsedMs) ? {kind: 'pass', early: true} : {kind: 'continue'};
  const isOut = elapsedMs >= bakeMs + patienceMs;
  const waitFor = (cause: 'inconclusive' | 'incident'): Gate =>
    isOut
      ? {kind: 'hold', cause, reason: `${reason} Waited ${formatDuration(elapsedMs)} in this step.`}
      : {kind: 'extend', reason};
  const passed = (): Gate => (evidence < LEANING ? {kind: 'pass'} : waitFor('inconclusive'));
  if (verdict === 'pass') return passed();
  if (judgement.cause !== undefined && WAITED_OUT.has(judgement.cause)) {
    return waitFor('incident');
  }
  // The last minute of the bake is still being counted; a minute more, because the first one of the step is dropped.
  if (elapsedMs < bakeMs + settleMs + MINUTE_MS) return {kind: 'continue'};
  switch (onInconclusive) {
    case 'extend':
      return waitFor('inconclusive');
    case 'hold':
      return {kind: 'hold', cause: 'inconclusive', reason};
    case 'abort':
      return {kind: 'abort', cause: 'inconclusive', reason};
    case 'promote':
      return passed();
  }
}

/** Whether the mirror bet excludes an unacceptable candidate in this step and nothing at all speaks against it. */
function isProven({verdict, evidence, promotionEvidence}: Judgement, elapsedMs: number): boolean {
  const bound = 1 / PROMOTION.alpha;
  return verdict === 'pass' && promotionEvidence >= bound && evidence < 1 && elapsedMs >= EARLIEST_MS;
}

function failed({cause, reason}: Judgement): Gate {
  return {kind: 'abort', cause: cause === 'alarm' || cause === 'metric' ? cause : 'analysis', reason};
}

/** While the candidate has all traffic: back on evidence against it, done when the time is over. */
export function decideWatch(judgement: Judgement, step: Pick<StepProgress, 'elapsedMs' | 'bakeMs'>): Gate {
  if (judgement.verdict === 'fail') return failed(judgement);
  return {kind: step.elapsedMs < step.bakeMs ? 'continue' : 'pass'};
}
