import {evidenceText} from '../../../analysis/evidence-text.js';
import type {Judgement} from '../../../analysis/judgement.js';
import type {AliasState} from '../../../model/alias/state.js';
import {formatDuration} from '../../../model/duration.js';
import {type AliasRef, formatAliasRef} from '../../../model/function/ref.js';
import {executionAddress} from '../../../model/rollout/execution.js';
import {describeRouting, type RolloutStanding} from '../../../model/rollout/standing.js';
import {formatSteps} from '../../../model/rollout/step.js';
import {formatFields} from '../../table.js';
import {besideErrors, sideText} from '../../text/judgement.js';
import type {Routing} from '../rollout/move-text.js';
import {standingText} from './status-text.js';

/** Where an alias and the rollout in it stand. */
export interface RolloutStatusReport extends AliasRef {
  readonly routing: Routing;
  readonly standing: RolloutStanding;
  readonly nowMs: number;
  /** Present while a rollout runs or is watched. */
  readonly judgement?: Judgement;
  /** When AWS gives stable all traffic unless somebody renews it, epoch milliseconds. */
  readonly leaseEndMs?: number;
  /** What drives it on AWS's side, or did. */
  readonly execution?: ExecutionReport;
}

/** An execution of the engine. */
interface ExecutionReport {
  readonly arn: string;
  readonly isRunning: boolean;
  readonly outcome?: string;
  readonly cause?: string;
}

interface Observed {
  readonly ref: AliasRef;
  readonly standing: RolloutStanding;
  readonly nowMs: number;
  readonly judgement?: Judgement;
  readonly lease?: {readonly endMs: number};
  readonly execution?: ExecutionReport;
}

/** The observed status as it is reported. */
export function toRolloutStatusReport(
  {ref, standing, nowMs, judgement, lease, execution}: Observed,
  alias: AliasState,
): RolloutStatusReport {
  const {stable, candidate} = alias;
  return {
    functionName: ref.functionName,
    alias: ref.alias,
    routing: {stable, ...(candidate && {candidate})},
    standing,
    nowMs,
    ...(judgement && {judgement}),
    ...(lease && {leaseEndMs: lease.endMs}),
    ...(execution && {execution}),
  };
}

/** A rollout's status for people, with the commands that act on it. */
export function rolloutStatusText(report: RolloutStatusReport): string {
  const {routing, standing, nowMs, judgement, leaseEndMs, execution} = report;
  const name = formatAliasRef(report);
  const isOurs = standing.kind === 'running' || standing.kind === 'watching';
  const fields = formatFields(
    [
      ['Traffic', describeRouting(routing)],
      ['Rollout', standingText(standing, nowMs) ?? 'none'],
      ['Steps', isOurs ? formatSteps(standing.marker.steps) : undefined],
      ['Lease', leaseEndMs === undefined ? undefined : leaseText(leaseEndMs, nowMs)],
      ['Driven by', execution && executionText(execution)],
      ['Console', execution && executionAddress(execution.arn)],
      ['Candidate', judgement && sideText(judgement.candidate)],
      ['Stable', judgement && sideText(judgement.stable)],
      ['Verdict', judgement && `${judgement.verdict}, ${evidenceText(judgement)}`],
      ['Why', judgement?.reason],
      ['Beside', judgement && (besideErrors(judgement).join('; ') || undefined)],
      ['Promote', isOurs ? `lambda-release rollout promote ${name}` : undefined],
      ['Abort', standing.kind === 'idle' ? undefined : `lambda-release rollout abort ${name}`],
    ],
    '  ',
  );
  return `${name}\n${fields}`;
}

function executionText({arn, isRunning, outcome, cause}: ExecutionReport): string {
  if (isRunning) return arn;
  return `nobody: ${arn} has ended (${outcome})${cause === undefined ? '' : `: ${cause}`}`;
}

/** Until when a lease runs, for people. */
export function leaseText(endMs: number, nowMs: number): string {
  const until = `${new Date(endMs).toISOString().slice(0, 16)}Z`;
  if (endMs <= nowMs) return `ran out at ${until}; AWS acts on it within a minute`;
  return `until ${until}, ${formatDuration(endMs - nowMs)} from now; without a renewal stable gets all traffic then`;
}
