import type {Judgement} from '../../../analysis/judgement.js';
import {formatDuration} from '../../../model/duration.js';
import type {FailedTrace} from '../../../model/failed-trace.js';
import type {FailureCause} from '../../../model/failure-cause.js';
import {type AliasRef, formatAliasRef} from '../../../model/function/ref.js';
import type {CostComparison} from '../../../model/price/version-cost.js';
import {executionAddress} from '../../../model/rollout/execution.js';
import type {Version} from '../../../model/versions/version.js';
import {formatCountOf} from '../../number-text.js';
import {formatFields} from '../../table.js';
import {costComparedText} from '../../text/cost.js';
import {sideText} from '../../text/judgement.js';

interface Served {
  readonly invocations: number;
  readonly errors: number;
}

/** What a rollout did, in numbers. */
export interface RolloutReport {
  readonly ref: AliasRef;
  /** True when it was only begun and whoever resumes it goes on. */
  readonly detached?: true;
  readonly stable: Version;
  readonly candidate: Version;
  readonly stepCount: number;
  readonly stepsPassed: number;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly served: {readonly stable: Served; readonly candidate: Served};
  readonly throttles: number;
  /** The last word of the comparison with stable; absent when nothing was compared. */
  readonly comparison?: Judgement;
  /** The last word of the watch after 100 %; absent when nothing was watched. */
  readonly watch?: Judgement;
  readonly failureCauses?: readonly FailureCause[];
  readonly failedTraces?: readonly FailedTrace[];
  /** What a request costs by either version. */
  readonly cost?: CostComparison;
  /** ARN of the execution that drives it, or did; absent of a rollout that a process drives. */
  readonly execution?: string;
}

/** The outcome of a command that ended well, as it is reported. */
export function toRolloutReport<Record extends RolloutReport>({
  kind,
  record,
}: {
  readonly kind: string;
  readonly record: Record;
}): RolloutReport {
  return kind === 'detached' ? {...record, detached: true} : record;
}

/** A rollout that ended well, for people. */
export function rolloutText(report: RolloutReport): string {
  if (!report.detached) return promotedText(report);
  return report.execution === undefined ? detachedText(report) : drivenText(report, report.execution);
}

/** A rollout that nobody works on any more, with the commands that go on with it. */
function detachedText({ref, candidate, stable}: RolloutReport): string {
  const alias = formatAliasRef(ref);
  const ways = formatFields(
    [
      ['Go on', `lambda-release rollout resume ${alias}`],
      ['Look', `lambda-release rollout status ${alias}`],
      ['Move on unjudged', `lambda-release rollout promote ${alias}`],
      ['Take back', `lambda-release rollout abort ${alias}`],
    ],
    '  ',
  );
  return `${alias} has begun to move from version ${stable} to ${candidate}. No process works on it until somebody goes on.\n${ways}`;
}

/** A rollout that an engine drives from here on. */
function drivenText({ref, candidate, stable}: RolloutReport, execution: string): string {
  const alias = formatAliasRef(ref);
  const ways = formatFields(
    [
      ['Follow', `lambda-release rollout watch ${alias}`],
      ['Look', `lambda-release rollout status ${alias}`],
      ['Take back', `lambda-release rollout abort ${alias}`],
      ['Execution', execution],
      ['Console', executionAddress(execution)],
    ],
    '  ',
  );
  return `${alias} has begun to move from version ${stable} to ${candidate}. AWS Step Functions goes on with it.\n${ways}`;
}

/** A promotion for people, with the command that takes it back. Every other end is an error with its own text. */
export function promotedText(report: RolloutReport): string {
  const {ref, stable, candidate} = report;
  const alias = formatAliasRef(ref);
  const back = formatFields([['Take back', `lambda-release rollback ${alias} --to ${stable}`]], '  ');
  return `${alias} serves version ${candidate} with all its traffic; before it was ${stable}.\n${recordText(report)}\n${back}`;
}

/** The numbers of a rollout, however it ended. */
export function recordText(report: RolloutReport): string {
  const {stepsPassed, stepCount, startedMs, endedMs, served, throttles, comparison, watch, cost} = report;
  return formatFields(
    [
      ['Took', `${formatDuration(endedMs - startedMs)}, ${stepsPassed} of ${formatCountOf(stepCount, 'step')}`],
      ['Candidate', sideText(withRate(served.candidate))],
      ['Stable', sideText(withRate(served.stable))],
      ['Cost', cost && costComparedText(cost)],
      ['Throttled', throttles > 0 ? formatCountOf(throttles, 'request') : undefined],
      ['Verdict', comparison && `${comparison.verdict}: ${comparison.reason}`],
      ['Watched', watch && `${watch.verdict}: ${watch.reason}`],
    ],
    '  ',
  );
}

function withRate(served: Served) {
  return served.invocations > 0 ? {...served, errorRate: served.errors / served.invocations} : served;
}
