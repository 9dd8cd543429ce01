import type {Judgement} from '../../src/lib/analysis/judgement.js';
import {sortMinutes} from '../../src/lib/analysis/minute/compared.js';
import type {PairedMinute} from '../../src/lib/analysis/minute/paired-minute.js';
import {settleMsFor} from '../../src/lib/analysis/minute/settle.js';
import type {AnalysisSettings} from '../../src/lib/analysis/settings.js';
import type {SignalReadings} from '../../src/lib/analysis/signal-readings.js';
import {ROLLOUT_DEFAULTS, toAnalysisSettings} from '../../src/lib/config/rollout-defaults.js';
import {afterMove, isWatching, movedBack, type RolloutMarker, weightsOf} from '../../src/lib/model/rollout/marker.js';
import {sentWeights} from '../../src/lib/model/rollout/place.js';
import type {Step} from '../../src/lib/model/rollout/step.js';
import {decideNext} from '../../src/lib/plan/rollout/gate.js';
import {judgeRollout} from '../../src/lib/plan/rollout/judgement.js';
import {patienceFor} from '../../src/lib/plan/rollout/rollout.js';
import {bakeOf} from '../../src/lib/plan/tick/bake-of.js';
import {nextLook} from '../../src/lib/plan/tick/next-look.js';
import {Metrics, type World} from './world.js';

const MINUTE_MS = 60_000;
const TIMEOUT_SECONDS = 3;

export interface Policy {
  readonly steps: readonly Step[];
  readonly watchMs: number;
  readonly promoteEarly: boolean;
  readonly settings: AnalysisSettings;
}

export const DEFAULT_POLICY: Policy = {
  steps: ROLLOUT_DEFAULTS.steps,
  watchMs: ROLLOUT_DEFAULTS.watchMs,
  promoteEarly: ROLLOUT_DEFAULTS.promoteEarly,
  settings: {...toAnalysisSettings({}), settleMs: settleMsFor(TIMEOUT_SECONDS)},
};

/** How one rollout came out; times in minutes since it began. */
export interface RolloutEnd {
  readonly kind: 'promoted' | 'rolledBack' | 'held' | 'running';
  readonly atMinute: number;
  /** The first move to 100 %. */
  readonly promotedAt?: number;
  /** By how much the steps before the last one took longer than their bakes. */
  readonly waitedMinutes: number;
  readonly badRequests: number;
  readonly steppedBack: boolean;
  readonly judgement: Judgement;
}

/** What a rollout's own comparison used at one look, for whoever judges several rollouts together. */
export interface ComparedLook {
  readonly nowMs: number;
  readonly compared: readonly PairedMinute[];
}

interface RunOptions {
  readonly mostMinutes?: number;
  readonly onLook?: (look: ComparedLook) => void;
}

/**
 * One rollout through a world, by what the product decides with: its marker, its judge, its gate and the moments at which
 * it looks. Nothing here judges; it serves traffic, delivers metrics and does what the gate says.
 */
export function runRollout(
  world: World,
  policy: Policy = DEFAULT_POLICY,
  {mostMinutes = 600, onLook}: RunOptions = {},
): RolloutEnd {
  const {settings, steps, watchMs, promoteEarly} = policy;
  const metrics = new Metrics(world);
  const waits = {settleMs: settings.settleMs, patienceMs: patienceFor(steps), canStepBack: true, promoteEarly};
  let marker: RolloutMarker = {
    rolloutId: 'bench0',
    stable: '6',
    candidate: '7',
    steps,
    movedMs: [0],
    watchMs,
    settingsDigest: '00000000',
    held: false,
  };
  const before = {invocations: 0, throttles: 0, ...world.before, sparse: world.writesZeros === false};
  const readingsAt = (nowMs: number): SignalReadings => ({
    before,
    throttles: [],
    ...world.readings?.(nowMs, metrics.served),
  });
  const comparedAt = (nowMs: number) =>
    sortMinutes({
      minutes: metrics.rowsAt(nowMs),
      stable: marker.stable,
      candidate: marker.candidate,
      changes: sentWeights(marker),
      nowMs,
      settings,
      readings: readingsAt(nowMs),
    }).compared;
  let isMovePending = false;
  let promotedAt: number | undefined;
  let last: {readonly stamp: string; readonly judgement: Judgement} | undefined;
  metrics.serve(0, 0, weightOf(marker));
  for (let nowMs = 0; ; ) {
    const startedMs = marker.movedMs.at(-1) ?? 0;
    const bakeMs = bakeOf(marker);
    nowMs = nextLook(nowMs, {settleMs: settings.settleMs, bakedMs: startedMs + bakeMs});
    const isFull = nowMs % MINUTE_MS === 0;
    let before = weightOf(marker);
    if (!isMovePending) {
      const stamp = metrics.stampAt(nowMs, settings.settleMs);
      const isNew = last === undefined || last.stamp !== stamp;
      const judgement: Judgement = isNew
        ? judgeRollout(marker, {
            minutes: metrics.rowsAt(nowMs),
            settings,
            nowMs,
            readings: readingsAt(nowMs),
            withoutBounds: true,
          })
        : (last as {judgement: Judgement}).judgement;
      last = {stamp, judgement};
      if (onLook && isNew) onLook({nowMs, compared: comparedAt(nowMs)});
      const gate = decideNext(marker, judgement, {
        ...waits,
        elapsedMs: nowMs - startedMs,
        bakeMs,
        onInconclusive: 'extend',
      });
      const end = (kind: RolloutEnd['kind'], badRequests: number): RolloutEnd => ({
        kind,
        atMinute: nowMs / MINUTE_MS,
        ...(promotedAt !== undefined && {promotedAt}),
        waitedMinutes: (startedMs - bakedMs(steps.slice(0, marker.movedMs.length - 1))) / MINUTE_MS,
        badRequests,
        steppedBack: marker.backAt !== undefined,
        judgement,
      });
      if (nowMs >= mostMinutes * MINUTE_MS) return end('running', metrics.badUntil(nowMs));
      if (gate.kind === 'abort') return end('rolledBack', metrics.badUntil(nowMs));
      if (gate.kind === 'hold') return end('held', metrics.badLater(nowMs, weightOf(marker)));
      if (gate.kind === 'stepBack') {
        // Stable gets its half at once, in the middle of whatever minute it is.
        marker = movedBack(marker, nowMs - (nowMs % MINUTE_MS) + (isFull ? 0 : 59_000));
        if (!isFull) metrics.reroute(nowMs, weightOf(marker));
        last = undefined;
      }
      if (gate.kind === 'pass' && isWatching(marker)) return end('promoted', metrics.badLater(nowMs, 100));
      isMovePending = gate.kind === 'pass';
    }
    if (!isFull) continue;
    if (isMovePending) {
      isMovePending = false;
      before = weightOf(marker);
      marker = afterMove(marker, nowMs);
      last = undefined;
      if (isWatching(marker)) promotedAt ??= nowMs / MINUTE_MS;
    }
    metrics.serve(nowMs, before, weightOf(marker));
  }
}

function weightOf(marker: RolloutMarker): number {
  return weightsOf(marker).at(-1) ?? 0;
}

function bakedMs(steps: readonly Step[]): number {
  return steps.reduce((sum, {bakeMs}) => sum + bakeMs, 0);
}
