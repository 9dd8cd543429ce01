import type {Judgement} from '../../analysis/judgement.js';
import {formatDuration, MINUTE_MS} from '../../model/duration.js';
import {fullMinute} from '../../model/full-minute.js';
import {isWatching, type RolloutMarker} from '../../model/rollout/marker.js';
import {frozenReason} from '../freeze/rollout-freeze.js';
import {nextLook} from '../tick/next-look.js';
import type {RolloutPolicy} from '../tick/policy.js';
import {stepClock} from '../tick/step-clock.js';
import {decideNext, type Gate} from './gate.js';

type HoldCause = Extract<Gate, {kind: 'hold'}>['cause'] | 'freeze';
type BackCause = Extract<Gate, {kind: 'abort'}>['cause'] | 'blind' | 'freeze';

/** What is to be done about a rollout now: nothing yet, or one write of its alias. */
export type NextMove =
  /** `reason`: it has baked, and this is what it still waits for. `againMs`: when to look again, epoch milliseconds. */
  | {readonly kind: 'wait'; readonly reason?: string; readonly againMs: number}
  /** The weight of the next step, or after the last one all traffic. `early`: before its bake was over. */
  | {readonly kind: 'forward'; readonly early?: true}
  /** The watch is over: the marker goes, traffic stays. */
  | {readonly kind: 'finish'}
  | {readonly kind: 'hold'; readonly cause: HoldCause; readonly reason: string}
  /** Half of the traffic to stable, to be compared beside it. */
  | {readonly kind: 'beside'; readonly reason: string}
  /** All traffic to stable. */
  | {readonly kind: 'back'; readonly cause: BackCause; readonly reason: string};

interface FreezeMove {
  readonly kind: 'hold' | 'back';
  readonly cause: 'freeze';
  readonly reason: string;
}

/** Counts change once a minute, but points arrive at any time; 20 s after one of them it is judged at the latest. */
const POLL_MS = 20_000;
/** Whoever ticks has looked several times in this, so that it was not one bad moment. */
const BLIND_MS = 300_000;

/** The next move of a rollout that has been judged: what its gate, or the guard of its watch, lets it do at `nowMs`. */
export function nextMove(
  marker: RolloutMarker,
  judgement: Judgement,
  policy: RolloutPolicy,
  nowMs: number,
): Exclude<NextMove, {cause: 'blind'}> {
  const gate = gateOf(marker, judgement, policy, nowMs);
  const {startedMs, bakeMs} = stepClock(marker, nowMs);
  const againMs = nextLook(nowMs, {settleMs: policy.settings.settleMs, bakedMs: startedMs + bakeMs + 1});
  // What speaks against the candidate goes before what keeps everything from moving.
  const frozen = ['continue', 'extend', 'pass'].includes(gate.kind) ? freezeMove(marker, policy, nowMs) : undefined;
  if (frozen) return frozen;
  switch (gate.kind) {
    case 'continue':
      return {kind: 'wait', againMs};
    case 'extend':
      return {kind: 'wait', reason: gate.reason, againMs};
    case 'pass':
      if (isWatching(marker)) return {kind: 'finish'};
      if (landsInFreeze(marker, policy, nowMs)) return {kind: 'wait', againMs: nextFullMinute(nowMs)};
      return {kind: 'forward', ...(gate.early && {early: true})};
    case 'hold':
      return gate;
    case 'stepBack':
      return {...gate, kind: 'beside'};
    case 'abort':
      return {...gate, kind: 'back'};
  }
}

/**
 * The next move of a rollout that could not be read this time. Who remembers nothing cannot tell how long nobody has read,
 * but by the end of bake and patience somebody who reads would have moved or held it: past that, and five minutes more,
 * traffic that nobody watches does not stay on a candidate.
 */
export function nextMoveUnread(marker: RolloutMarker, policy: RolloutPolicy, nowMs: number): NextMove {
  const {patienceMs} = policy;
  const frozen = freezeMove(marker, policy, nowMs);
  if (frozen) return frozen;
  const {elapsedMs, bakeMs} = stepClock(marker, nowMs);
  if (elapsedMs < bakeMs + patienceMs + BLIND_MS) return {kind: 'wait', againMs: lookAgainMs(marker, nowMs)};
  const reason = `Nothing could be read ${formatDuration(elapsedMs)} after the last move.`;
  return {kind: 'back', cause: 'blind', reason};
}

/** When to look again, epoch milliseconds: soon, and at the end of the bake, so that the next move is not a minute late. */
export function lookAgainMs(marker: RolloutMarker, nowMs: number): number {
  const {startedMs, bakeMs} = stepClock(marker, nowMs);
  const bakedMs = startedMs + bakeMs + 1;
  return bakedMs > nowMs ? Math.min(bakedMs, nowMs + POLL_MS) : nowMs + POLL_MS;
}

/** What a freeze makes of a rollout in its steps; no metrics are needed for it. */
function freezeMove(marker: RolloutMarker, {freeze}: RolloutPolicy, nowMs: number): FreezeMove | undefined {
  const reason = freeze && !isWatching(marker) ? frozenReason(freeze, nowMs) : undefined;
  if (!freeze || reason === undefined) return undefined;
  return {kind: freeze.onFreeze === 'hold' ? 'hold' : 'back', cause: 'freeze', reason};
}

/** Traffic moves at full minutes, which is when freezes begin: what would move in one is left to the look after it. */
function landsInFreeze(marker: RolloutMarker, policy: RolloutPolicy, nowMs: number): boolean {
  return freezeMove(marker, policy, nextFullMinute(nowMs)) !== undefined;
}

function nextFullMinute(nowMs: number): number {
  const full = fullMinute(nowMs);
  return full === nowMs ? full : full + MINUTE_MS;
}

function gateOf(marker: RolloutMarker, judgement: Judgement, policy: RolloutPolicy, nowMs: number): Gate {
  const {startedMs, elapsedMs, bakeMs} = stepClock(marker, nowMs);
  const {settings, onInconclusive, promoteEarly, patientFromMs = 0} = policy;
  const patienceMs = policy.patienceMs + Math.max(0, patientFromMs - startedMs - bakeMs);
  const {settleMs} = settings;
  const canStepBack = !policy.apart;
  return decideNext(marker, judgement, {
    elapsedMs,
    bakeMs,
    settleMs,
    patienceMs,
    onInconclusive,
    promoteEarly,
    canStepBack,
  });
}
