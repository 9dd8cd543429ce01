import type {AliasTarget} from '../../model/alias/target.js';
import {formatAliasRef} from '../../model/function/ref.js';
import {afterMove, isWatching, lateMove, type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import {markerTarget, promotedTarget} from '../../model/rollout/marker-target.js';
import {describeRouting} from '../../model/rollout/standing.js';
import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import type {Planned, Refusal} from '../refusal.js';
import {noRollout} from './no-rollout.js';
import {standingRefusals} from './standing-refusals.js';
import {noSuchAlias, plannedMove, type TrafficMove} from './traffic-move.js';
import {versionRefusals} from './version-refusals.js';

/** What a person approves. */
export interface Approval {
  /** All the way to the end, without a watch; otherwise the next step. */
  readonly full: boolean;
  /** The step that was looked at, 1-based, one more than there are steps for the watch; absent: wherever it is. */
  readonly step?: number;
  /** The rollout that was looked at; absent: whichever runs. */
  readonly rolloutId?: string;
}

/**
 * Moves a rollout on without judging it: to its next step, from the last one to 100 % and its watch, from the watch to
 * its end; or to its end at once. An approval of a step that the rollout has left is refused. `nowMs` goes into the marker.
 */
export function planPromote(approval: Approval, observed: ObservedRollout, nowMs: number): Planned<TrafficMove> {
  const {ref, alias, standing} = observed;
  if (!alias) return noSuchAlias(ref);
  if (standing.kind === 'idle') return noRollout(alias);
  if (standing.kind === 'foreign' || standing.kind === 'orphaned') {
    return plannedMove(alias, {kind: 'promote', target: alias}, standingRefusals(alias, standing));
  }
  const {marker} = standing;
  const refusals = [...staleRefusals(approval, observed, marker), ...versionRefusals(observed, marker.candidate)];
  const target = approval.full
    ? promotedTarget(alias.description, marker)
    : nextTarget(alias.description, marker, nowMs);
  const isOver = target.candidate === undefined && (approval.full || isWatching(marker) || marker.watchMs === 0);
  const kind = isOver ? 'promote' : 'step';
  return plannedMove(alias, {kind, target, rolloutId: marker.rolloutId}, refusals);
}

function nextTarget(description: string, marker: RolloutMarker, nowMs: number): AliasTarget {
  const isLast = stepIndexOf(marker) >= marker.steps.length - 1;
  if (isWatching(marker) || (isLast && marker.watchMs === 0)) return promotedTarget(description, marker);
  // A person is not made to wait for a full minute: the one of the move is left out instead.
  return markerTarget(description, afterMove(marker, lateMove(nowMs)));
}

function staleRefusals(
  {step, rolloutId}: Approval,
  {ref, alias}: ObservedRollout,
  marker: RolloutMarker,
): readonly Refusal[] {
  const current = stepIndexOf(marker) + 1;
  const name = formatAliasRef(ref);
  if (rolloutId !== undefined && rolloutId !== marker.rolloutId) {
    return [
      {
        code: 'STALE_APPROVAL',
        message: `${name} is in another rollout by now, ${marker.rolloutId}. Nothing was changed.`,
        suggestions: [`Look at it again: lambda-release rollout status ${name}`],
        details: {approvedRollout: rolloutId, rolloutId: marker.rolloutId},
      },
    ];
  }
  if (step === undefined || step === current) return [];
  const now = isWatching(marker) ? 'being watched' : `at step ${current} of ${marker.steps.length}`;
  return [
    {
      code: 'STALE_APPROVAL',
      message: `${name} is ${now}, not at step ${step}${alias ? `: ${describeRouting(alias)}` : ''}. Nothing was changed.`,
      suggestions: [
        `Look at it again: lambda-release rollout status ${name}`,
        `Then approve what you saw: lambda-release rollout promote ${name} --step ${current}`,
      ],
      details: {approvedStep: step, step: current, stepCount: marker.steps.length},
    },
  ];
}
