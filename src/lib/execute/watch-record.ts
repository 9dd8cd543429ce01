import type {RolloutMarker} from '../model/rollout-marker.js';
import {stepIndexOf} from '../model/rollout-marker.js';
import type {RolloutStatus} from '../observe/rollout-status.js';
import {weightChanges} from '../plan/rollout-judgement.js';
import type {RolloutRecord, ServedCounts} from './rollout-outcome.js';

/** What a rollout did as somebody saw it who only looked; `marker` is the last one that was seen. */
export function toWatchRecord(status: RolloutStatus, marker: RolloutMarker): RolloutRecord {
  const {ref, metrics, judgement, nowMs} = status;
  const {rolloutId, stable, candidate, steps, movedMs} = marker;
  const served = (version: string): ServedCounts => {
    const minutes = metrics?.minutes.filter((minute) => minute.version === version) ?? [];
    return {
      invocations: minutes.reduce((sum, minute) => sum + minute.invocations, 0),
      errors: minutes.reduce((sum, minute) => sum + minute.errors, 0),
    };
  };
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
    served: {stable: served(stable), candidate: served(candidate)},
    throttles: metrics?.throttles.reduce((sum, minute) => sum + minute.throttles, 0) ?? 0,
    ...(judgement && {judgement}),
  };
}
