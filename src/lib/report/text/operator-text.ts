import {afterMove, isWatching, type RolloutMarker, weightsOf} from '../../model/rollout/marker.js';
import {formatWeightPercent} from '../../model/rollout/weight.js';
import type {AttendedRollout, OperatorAction} from '../../ports/rollout/operator.js';

/** What is asked before a key acts. */
export function operatorQuestion(action: OperatorAction, {marker}: AttendedRollout): string {
  const {stable, candidate} = marker;
  switch (action) {
    case 'hold':
      return `Keep it at ${shareText(marker)} until somebody goes on with it?`;
    case 'promote':
      if (isWatching(marker)) return `End the watch of version ${candidate} now?`;
      return `Give version ${candidate} ${shareText(afterMove(marker, 0))} now, without judging it any further?`;
    case 'abort':
      return `Take everything back to version ${stable}?`;
  }
}

/** What the keys do, a line each. */
export function operatorHelp({marker, onInterrupt}: AttendedRollout): readonly string[] {
  const {stable} = marker;
  const interrupted =
    onInterrupt === undefined
      ? 'ends the looking; the rollout goes on'
      : onInterrupt === 'hold'
        ? 'holds it, and ends this'
        : `gives version ${stable} everything back, and ends this`;
  return [
    'h       hold it where it is, as "rollout hold" does',
    'p       promote it, one step and unjudged, as "rollout promote" does',
    `a       abort it: version ${stable} gets everything, as "rollout abort" does`,
    `Ctrl-C  ${interrupted}`,
  ];
}

/** The candidate's share there. */
function shareText(marker: RolloutMarker): string {
  const weightPercent = weightsOf(marker).at(-1) ?? 100;
  return weightPercent < 100 ? formatWeightPercent(weightPercent) : 'all traffic';
}
