import {type AliasRef, formatAliasRef} from '../../../model/function/ref.js';
import {updateAliasCommand} from '../../../model/rollout/repair-command.js';
import {describeRouting} from '../../../model/rollout/standing.js';
import {formatTrafficSpec} from '../../../model/rollout/traffic-spec.js';
import type {WeightPercent} from '../../../model/rollout/weight.js';
import type {Version} from '../../../model/versions/version.js';
import type {TrafficMove} from '../../../plan/rollout/traffic-move.js';
import {formatFields} from '../../table.js';

/** Who serves what. */
export interface Routing {
  readonly stable: Version;
  readonly candidate?: {readonly version: Version; readonly weightPercent: WeightPercent};
}

/** One traffic move, done or planned. */
export interface MoveReport extends AliasRef {
  readonly action: TrafficMove['kind'];
  readonly changed: boolean;
  readonly dryRun: boolean;
  readonly before: Routing;
  readonly after: Routing;
  /** The rollout that the move ended. */
  readonly rolloutId?: string;
}

/** A move as it is reported; `before` and `after` are the same when nothing had to change. */
export function toMoveReport(plan: TrafficMove, {dryRun}: {readonly dryRun: boolean}): MoveReport {
  const {ref, kind, changed, before, target, rolloutId} = plan;
  return {
    ...ref,
    action: kind,
    changed,
    dryRun,
    before: toRouting(before),
    after: toRouting(target),
    ...(rolloutId !== undefined && {rolloutId}),
  };
}

/** The split before and after, shown before anybody agrees to it. */
export function movePlanText({ref, before, target}: TrafficMove): string {
  return `${formatAliasRef(ref)}\n${splitFields(before, target)}`;
}

/** A finished or planned move for people, with the command that takes it back. */
export function moveText(report: MoveReport): string {
  const name = formatAliasRef(report);
  const {changed, dryRun, before, after} = report;
  if (!changed) return `${name} is as asked already: ${describeRouting(after)}.`;
  const heading = dryRun ? `${name} would be changed.` : `${name}: ${describeRouting(after)}.`;
  const isFinal = dryRun || report.rolloutId !== undefined;
  return `${heading}\n${splitFields(before, after, isFinal ? undefined : backCommand(report))}`;
}

/** What no command of ours puts an alias on is `$LATEST`, which it may have been on before. */
function backCommand({before, ...report}: MoveReport): string {
  if (before.stable === '$LATEST') return updateAliasCommand(report, before);
  return `lambda-release shift ${formatAliasRef(report)} ${formatSplit(before)}`;
}

function splitFields(before: Routing, after: Routing, takeBack?: string): string {
  return formatFields(
    [
      ['Before', describeRouting(before)],
      ['After', describeRouting(after)],
      ['Take back', takeBack],
    ],
    '  ',
  );
}

/** Both shares: after all traffic has gone to the candidate it is the stable version, and its share alone would say nothing. */
function formatSplit({stable, candidate}: Routing): string {
  if (!candidate) return stable;
  const {version, weightPercent} = candidate;
  const rest = Number((100 - weightPercent).toFixed(2));
  return [
    {version: stable, weightPercent: rest},
    {version, weightPercent},
  ]
    .map(formatTrafficSpec)
    .join(' ');
}

function toRouting({stable, candidate}: Routing): Routing {
  return {stable, ...(candidate && {candidate: {version: candidate.version, weightPercent: candidate.weightPercent}})};
}
