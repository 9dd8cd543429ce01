import {judge} from '../../analysis/judge.js';
import type {Judgement} from '../../analysis/judgement.js';
import {MINUTE_MS, pairMinutes, type SideCounts} from '../../analysis/minute/paired-minute.js';
import type {WeightChange} from '../../analysis/minute/weight-change.js';
import {isSameWeight} from '../../model/alias/target.js';
import type {WeightPercent} from '../../model/rollout/weight.js';
import type {PastRollout} from '../../observe/rollout/past-rollout.js';
import {decideGate, decideWatch, type Gate} from '../rollout/gate.js';
import type {RolloutSpec} from '../rollout/plan.js';
import {patienceFor} from '../rollout/rollout.js';

/** How it would have been judged. */
export type ReplayPolicy = Pick<RolloutSpec, 'steps' | 'watchMs' | 'onInconclusive' | 'promoteEarly' | 'settings'>;

/** One minute of the past, what the judge says once it has settled, and what the rollout would have done then. */
export interface ReplayedMinute {
  readonly minuteMs: number;
  readonly weightPercent: WeightPercent;
  readonly stable: SideCounts;
  readonly candidate: SideCounts;
  readonly judgement: Judgement;
  readonly decision: Gate['kind'];
}

/**
 * Judges the past minute by minute, each with what was known when it had settled and nothing later, by the rules of a
 * rollout of today; only the bounds on the difference are left out. Minutes in which the candidate had no weight are not
 * judged. A step bakes as long as the policy says for its weight, or as long as it lasted where the policy does not know
 * that weight.
 */
export function replay(past: PastRollout, policy: ReplayPolicy): readonly ReplayedMinute[] {
  const {stable, candidate} = past;
  const {settings} = policy;
  const replayed: ReplayedMinute[] = [];
  for (const {minuteMs, ...sides} of pairMinutes(past.minutes, stable, candidate)) {
    const endMs = minuteMs + MINUTE_MS;
    const changes = currentRollout(past.changes.filter((change) => change.atMs < endMs));
    const move = changes.at(-1);
    if (move === undefined) continue;
    const nowMs = endMs + settings.settleMs;
    const phase = move.weightPercent === 100 ? 'watch' : 'compare';
    const judgement = judge({...past, changes, nowMs, settings, phase, stepStartedMs: move.atMs, withoutBounds: true});
    const {kind: decision} = decideAt(past, policy, {move, nowMs, judgement});
    replayed.push({minuteMs, weightPercent: move.weightPercent, ...sides, judgement, decision});
  }
  return replayed;
}

/** The moves since the candidate had nothing; none when it has nothing now. */
function currentRollout(changes: readonly WeightChange[]): readonly WeightChange[] {
  return changes.slice(changes.findLastIndex(({weightPercent}) => weightPercent === 0) + 1);
}

interface Moment {
  readonly move: WeightChange;
  readonly nowMs: number;
  readonly judgement: Judgement;
}

function decideAt({changes}: PastRollout, policy: ReplayPolicy, {move, nowMs, judgement}: Moment): Gate {
  const {steps, watchMs, onInconclusive, promoteEarly, settings} = policy;
  const elapsedMs = nowMs - move.atMs;
  const waits = {settleMs: settings.settleMs, patienceMs: patienceFor(steps), canStepBack: true};
  if (move.weightPercent === 100) return decideWatch(judgement, {...waits, elapsedMs, bakeMs: watchMs, onInconclusive});
  const known = steps.find((step) => isSameWeight(step.weightPercent, move.weightPercent));
  const nextMs = changes.find((change) => change.atMs > move.atMs)?.atMs ?? nowMs + MINUTE_MS;
  return decideGate(judgement, {
    elapsedMs,
    bakeMs: known?.bakeMs ?? nextMs - move.atMs,
    ...waits,
    onInconclusive,
    promoteEarly,
  });
}
