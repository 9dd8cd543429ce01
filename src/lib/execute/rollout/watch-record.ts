import {isWatching, type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import {weightChanges} from '../../plan/rollout/judgement.js';
import type {RolloutStatus} from '../../plan/rollout/status.js';
import type {RolloutRecord} from './outcome.js';
import {countServed} from './served-counts.js';

/** What a rollout did as somebody saw it who only looked; `marker` is the last one that was seen. */
export function toWatchRecord(status: RolloutStatus, marker: RolloutMarker): RolloutRecord {
  const {ref, metrics, judgement, nowMs} = status;
  const {rolloutId, stable, candidate, steps, movedMs} = marker;
  return {
    ref,
    rolloutId,
    stable,
    candidate,
    stepCount: steps.length,
    stepsPassed: stepIndexOf(marker),
    startedMs: movedMs[0] ?? nowMs,
    endedMs: nowMs,
    weights: weightChanges(marker),
    ...countServed(metrics ?? {minutes: [], throttles: []}, marker),
    ...(judgement && (isWatching(marker) ? {watch: judgement} : {comparison: judgement})),
  };
}
