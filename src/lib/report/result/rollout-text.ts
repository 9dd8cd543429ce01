import type {Judgement} from '../../analysis/judgement.js';
import {formatDuration} from '../../model/duration.js';
import type {FailureCause} from '../../model/failure-cause.js';
import {type AliasRef, formatAliasRef} from '../../model/function-ref.js';
import type {Version} from '../../model/version.js';
import {formatCountOf} from '../number-text.js';
import {formatFields} from '../table.js';
import {evidenceText, sideText} from '../text/judgement.js';

interface Served {
  readonly invocations: number;
  readonly errors: number;
}

/** What a rollout did, in numbers. */
export interface RolloutReport {
  readonly ref: AliasRef;
  readonly stable: Version;
  readonly candidate: Version;
  readonly stepCount: number;
  readonly stepsPassed: number;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly served: {readonly stable: Served; readonly candidate: Served};
  readonly throttles: number;
  /** Absent when nothing was judged. */
  readonly judgement?: Judgement;
  readonly failureCauses?: readonly FailureCause[];
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
  const {stepsPassed, stepCount, startedMs, endedMs, served, throttles, judgement} = report;
  return formatFields(
    [
      ['Took', `${formatDuration(endedMs - startedMs)}, ${stepsPassed} of ${formatCountOf(stepCount, 'step')}`],
      ['Candidate', sideText(withRate(served.candidate))],
      ['Stable', sideText(withRate(served.stable))],
      ['Throttled', throttles > 0 ? formatCountOf(throttles, 'call') : undefined],
      ['Verdict', judgement && `${judgement.verdict}, ${evidenceText(judgement)}`],
    ],
    '  ',
  );
}

function withRate(served: Served) {
  return served.invocations > 0 ? {...served, errorRate: served.errors / served.invocations} : served;
}
