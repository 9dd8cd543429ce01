import {leaseRanText} from '../../execute/rollout/ending.js';
import type {Once} from '../../execute/rollout/once.js';
import type {AliasRef} from '../../model/function/ref.js';
import {type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import type {TickReport} from '../../report/result/rollout/tick-text.js';

/** One tick as it is reported; `nowMs` is epoch milliseconds. */
export function toTickReport({functionName, alias}: AliasRef, once: Once, nowMs: number): TickReport {
  const ref = {functionName, alias};
  switch (once.kind) {
    case 'nothing': {
      const {stable, candidate} = once.alias ?? {};
      return {...ref, did: 'nothing', ...(stable && {stable}), ...(candidate && {candidate: candidate.version})};
    }
    case 'leaseRan': {
      const {alias, lease} = once;
      return {...ref, did: 'rolledBack', ...lease, stable: alias.stable, reason: leaseRanText(ref, alias.stable)};
    }
    case 'waits':
    case 'moved':
    case 'raced': {
      const {kind, marker, judgement, reason = judgement?.reason, againMs} = once;
      return {
        ...ref,
        did: kind,
        ...placeOf(marker),
        ...(judgement && {verdict: judgement.verdict}),
        ...(reason !== undefined && {reason}),
        againMs,
        waitMs: Math.max(0, againMs - nowMs),
      };
    }
    case 'ended': {
      const {kind, record} = once.outcome;
      const {rolloutId, stable, candidate, stepCount} = record;
      const cause = 'cause' in once.outcome ? {reason: once.outcome.cause.message} : {};
      return {...ref, did: kind, rolloutId, stable, candidate, stepCount, ...cause};
    }
    case 'orphaned':
      return {...ref, did: 'takenOver', reason: once.reason};
    default:
      return {...ref, did: once.kind};
  }
}

function placeOf(marker: RolloutMarker) {
  const {rolloutId, stable, candidate, steps} = marker;
  return {rolloutId, stable, candidate, step: stepIndexOf(marker) + 1, stepCount: steps.length};
}
