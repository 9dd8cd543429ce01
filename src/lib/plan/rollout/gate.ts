import type {Judgement, JudgementCause} from '../../analysis/judgement.js';
import {LEANING, PROMOTION} from '../../analysis/settings.js';
import type {InconclusivePolicy} from '../../config/release-file.js';
import {formatDuration, MINUTE_MS} from '../../model/duration.js';
import {isWatching, type RolloutMarker} from '../../model/rollout/marker.js';

/** What lets a step go on, and why not. */
export type Gate =
  | {readonly kind: 'continue'}
  | {readonly kind: 'extend'; readonly reason: string}
  /** `early`: before its bake was over. */
  | {readonly kind: 'pass'; readonly early?: true}
  /** The candidate without a control is unhealthy: half of the traffic back to stable, to be compared beside it. */
  | {readonly kind: 'stepBack'; readonly reason: string}
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
  /** Whether both versions can be behind the alias: the same role and dead-letter queue, no provisioned concurrency. */
  readonly canStepBack: boolean;
}

/** What speaks for nobody and against nobody, and may pass by itself. */
const WAITED_OUT: ReadonlySet<JudgementCause> = new Set([
  'shared-incident',
  'throttled',
  'routing',
  'lost-events',
  'api-stage',
  'alarm-missing',
]);
/** Who has seen nothing but failures waits this many patiences for enough of them. */
const PATIENCES = 3;
/** A bake never ends earlier, whatever the numbers say: what a version warms up to takes minutes to show. */
const EARLIEST_MS = 180_000;

/**
 * A step goes on when it has baked and its verdict is `pass`. Evidence against the candidate aborts at any time, and a
 * candidate that the guard finds unhealthy goes back beside stable. An incident that stable shares, lost events, server errors of an API's stage, throttled
 * callers, an alias that does not route as configured, and evidence that leans against the candidate without convicting it,
 * are waited out, then held. Too little data once all of the bake has settled is what `onInconclusive` says; it is never
 * taken for health, and where every request there was has failed, the candidate is taken back instead.
 */
export function decideGate(judgement: Judgement, step: StepProgress): Gate {
  const {elapsedMs, bakeMs, settleMs} = step;
  const ended = endedByEvidence(judgement, step);
  if (ended) return ended;
  if (elapsedMs < bakeMs)
    return step.promoteEarly && isProven(judgement, elapsedMs) ? {kind: 'pass', early: true} : {kind: 'continue'};
  const waited = waitedOut(judgement, step);
  if (waited) return waited;
  if (judgement.verdict === 'pass') return {kind: 'pass'};
  // The last minute of the bake is still being counted; a minute more, because the first one of the step may be dropped.
  if (elapsedMs < bakeMs + settleMs + MINUTE_MS) return {kind: 'continue'};
  return inconclusive(judgement, step);
}

/** What is to become of a rollout that has too little to go by. */
function inconclusive(judgement: Judgement, step: Waiting & Pick<StepProgress, 'onInconclusive'>): Gate {
  const back = step.onInconclusive === 'extend' ? undefined : withNothingButFailures(judgement);
  if (back) return back;
  switch (step.onInconclusive) {
    case 'extend':
      return waitFor('inconclusive', judgement, step);
    case 'hold':
      return {kind: 'hold', cause: 'inconclusive', reason: judgement.reason};
    case 'abort':
      return {kind: 'abort', cause: 'inconclusive', reason: judgement.reason};
    case 'promote':
      return {kind: 'pass'};
  }
}

/** The gate of wherever a rollout is: a step, beside stable once more, or the watch. */
export function decideNext(marker: RolloutMarker, judgement: Judgement, step: StepProgress): Gate {
  return isWatching(marker) ? decideWatch(judgement, step) : decideGate(judgement, step);
}

/**
 * While the candidate has all traffic: the rules of a step, but for too little data, which is only said. There is nothing
 * to send more traffic to, and the candidate has it all. A watch that has seen nothing at all has watched nothing, and ends
 * as `onInconclusive` says.
 */
export function decideWatch(judgement: Judgement, step: Omit<StepProgress, 'promoteEarly'>): Gate {
  const {elapsedMs, bakeMs, settleMs} = step;
  const ended = endedByEvidence(judgement, step);
  if (ended) return ended;
  if (elapsedMs < bakeMs) return {kind: 'continue'};
  const waited = waitedOut(judgement, step);
  if (waited) return waited;
  if (judgement.usableMinutes > 0 || judgement.verdict === 'pass') return {kind: 'pass'};
  return elapsedMs < bakeMs + settleMs + MINUTE_MS ? {kind: 'continue'} : inconclusive(judgement, step);
}

function endedByEvidence({verdict, cause, reason}: Judgement, {canStepBack}: Pick<StepProgress, 'canStepBack'>) {
  if (verdict === 'fail') {
    return {kind: 'abort', cause: cause === 'alarm' || cause === 'metric' ? cause : 'analysis', reason} as const;
  }
  if (cause !== 'absolute-guard') return undefined;
  return canStepBack ? ({kind: 'stepBack', reason} as const) : ({kind: 'abort', cause: 'analysis', reason} as const);
}

type Waiting = Pick<StepProgress, 'elapsedMs' | 'bakeMs' | 'patienceMs'>;

function waitedOut(judgement: Judgement, step: Waiting): Gate | undefined {
  const {cause} = judgement;
  if (judgement.evidence >= LEANING || cause === 'leaning') return waitFor('inconclusive', judgement, step);
  return cause !== undefined && WAITED_OUT.has(cause) ? waitFor('incident', judgement, step) : undefined;
}

function waitFor(cause: 'inconclusive' | 'incident', judgement: Judgement, step: Waiting): Gate {
  const {elapsedMs, bakeMs, patienceMs} = step;
  const {reason, allFailed} = judgement;
  if (elapsedMs < bakeMs + patienceMs) return {kind: 'extend', reason};
  if (cause === 'inconclusive') {
    const back = withNothingButFailures(judgement);
    if (back) return back;
    // One or two failures and nothing else: too little to convict, and no reason to leave them to their callers.
    if (elapsedMs < bakeMs + patienceMsOf(patienceMs, {allFailed: allFailed !== undefined}))
      return {kind: 'extend', reason};
  }
  return {kind: 'hold', cause, reason: `${reason} Waited ${formatDuration(elapsedMs)} in this step.`};
}

/** How long past its bake a step may wait, milliseconds: longer where every request has failed, too few to convict for. */
export function patienceMsOf(patienceMs: number, {allFailed}: {readonly allFailed: boolean}): number {
  return allFailed ? PATIENCES * patienceMs : patienceMs;
}

/** Where nobody waits for more: a candidate that has done nothing but fail is not left in traffic, nor given more. */
function withNothingButFailures({allFailed, bound, reason}: Judgement): Gate | undefined {
  return allFailed && allFailed.evidence >= bound ? {kind: 'abort', cause: 'analysis', reason} : undefined;
}

/** Whether the mirror bet excludes an unacceptable candidate and nothing at all speaks against it. */
function isProven({verdict, evidence, promotionEvidence}: Judgement, elapsedMs: number): boolean {
  const bound = 1 / PROMOTION.alpha;
  return verdict === 'pass' && promotionEvidence >= bound && evidence < 1 && elapsedMs >= EARLIEST_MS;
}
