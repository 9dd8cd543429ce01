import type {Judgement} from '../../analysis/judgement.js';
import type {AliasRef} from '../../model/function/ref.js';
import type {CostComparison} from '../../model/price/version-cost.js';
import {isWatching, type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import {sentWeights} from '../../model/rollout/place.js';
import type {AliasMetrics} from '../../ports/metrics.js';
import type {Look} from '../tick/look.js';
import type {Tick} from '../tick/tick.js';
import type {Explanation} from './explain-rollback.js';
import type {RolloutRecord} from './outcome.js';
import {countServed} from './served-counts.js';

/** What somebody has seen of a rollout so far. It is told at the end, and nothing is decided by it. */
export interface Seen {
  /** Of the newest move that was seen; without moves before the first. */
  readonly marker: RolloutMarker;
  /** When the rollout began, epoch milliseconds. */
  readonly startedMs: number;
  readonly metrics?: AliasMetrics;
  /** The newest judgement beside stable, and the newest one while the candidate had all traffic. */
  readonly comparison?: Judgement;
  readonly watch?: Judgement;
}

interface Ending extends Explanation {
  readonly endedMs: number;
  /** When stable got all traffic back, epoch milliseconds. */
  readonly backMs?: number;
  readonly cost?: CostComparison | undefined;
}

/** The same, after one more look. */
export function afterLook(seen: Seen, {marker, metrics, judgement}: Look): Seen {
  return {...seen, marker, metrics, ...(isWatching(marker) ? {watch: judgement} : {comparison: judgement})};
}

/** The same, after one more tick. Where somebody else has moved it in that moment is seen at the next one. */
export function afterTick(seen: Seen, ticked: Tick): Seen {
  const looked = 'look' in ticked && ticked.look ? afterLook(seen, ticked.look) : seen;
  return 'marker' in ticked && ticked.marker && ticked.kind !== 'raced' ? {...looked, marker: ticked.marker} : looked;
}

/** What a rollout did, as somebody saw it. */
export function toRecord(
  ref: AliasRef,
  seen: Seen,
  {endedMs, backMs, failureCauses, failedTraces, cost}: Ending,
): RolloutRecord {
  const {marker, startedMs, metrics = {minutes: [], throttles: []}, comparison, watch} = seen;
  const {rolloutId, stable, candidate, steps} = marker;
  const back = backMs === undefined ? [] : [{atMs: backMs, weightPercent: 0}];
  return {
    ref,
    rolloutId,
    stable,
    candidate,
    stepCount: steps.length,
    stepsPassed: Math.max(0, stepIndexOf(marker)),
    startedMs,
    endedMs,
    weights: [...sentWeights(marker), ...back],
    ...countServed(metrics, marker),
    ...(comparison && {comparison}),
    ...(watch && {watch}),
    ...(failureCauses && {failureCauses}),
    ...(failedTraces && {failedTraces}),
    ...(cost && {cost}),
  };
}
