import {formatEvidence} from '../../../analysis/evidence-text.js';
import type {Judgement} from '../../../analysis/judgement.js';
import type {SideCounts} from '../../../analysis/minute/paired-minute.js';
import type {AnalysisSettings} from '../../../analysis/settings.js';
import {formatDuration} from '../../../model/duration.js';
import {type AliasRef, formatAliasRef} from '../../../model/function/ref.js';
import {formatSteps} from '../../../model/rollout/step.js';
import {formatWeightPercent} from '../../../model/rollout/weight.js';
import type {ReplayedMinute, ReplayPolicy} from '../../../plan/forecast/replay.js';
import {formatCount, formatCountOf} from '../../number-text.js';
import {formatTable} from '../../table.js';

/** Where the minutes come from. */
export type PastSource =
  | {readonly kind: 'file'; readonly file: string}
  | ({
      readonly kind: 'alias';
      readonly stable: string;
      readonly candidate: string;
      readonly from: string;
      readonly to: string;
    } & AliasRef);

/** One judged minute; its evidence is that of all minutes up to it. */
export interface AnalyzedMinute {
  /** Start of the minute, ISO 8601. */
  readonly time: string;
  readonly weightPercent: number;
  readonly stable: SideCounts;
  readonly candidate: SideCounts;
  readonly verdict: Judgement['verdict'];
  readonly cause?: string;
  readonly evidence: number;
  readonly bound: number;
  readonly promotionEvidence: number;
  /** Present above 50 %. */
  readonly guardEvidence?: number;
  readonly decision: ReplayedMinute['decision'];
  readonly reason: string;
}

/** What a policy would have made of the past. */
export interface AnalyzeReport {
  readonly source: PastSource;
  /** `inferred` from the counts: CloudWatch keeps no weights. */
  readonly weights: 'given' | 'inferred';
  readonly policy: Pick<ReplayPolicy, 'steps' | 'watchMs' | 'onInconclusive' | 'promoteEarly'> & {
    readonly analysis: AnalysisSettings;
  };
  readonly minutes: readonly AnalyzedMinute[];
  /** The first minute after which it would have taken the candidate back; absent when there is none. */
  readonly rollback?: {
    readonly time: string;
    readonly reason: string;
    /** Errors of the candidate in the minutes up to that one, and in those after it, which would have been spared. */
    readonly errorsBefore: number;
    readonly errorsAfter: number;
  };
}

/** Replayed minutes as they are reported. */
export function toAnalyzeReport(
  replayed: readonly ReplayedMinute[],
  {source, policy}: {readonly source: PastSource; readonly policy: ReplayPolicy},
): AnalyzeReport {
  const {steps, watchMs, onInconclusive, promoteEarly, settings} = policy;
  const minutes = replayed.map(toMinute);
  const index = minutes.findIndex(({decision}) => decision === 'abort');
  const rollback = minutes[index];
  return {
    source,
    weights: source.kind === 'file' ? 'given' : 'inferred',
    policy: {steps, watchMs, onInconclusive, promoteEarly, analysis: settings},
    minutes,
    ...(rollback && {
      rollback: {
        time: rollback.time,
        reason: rollback.reason,
        errorsBefore: candidateErrors(minutes.slice(0, index + 1)),
        errorsAfter: candidateErrors(minutes.slice(index + 1)),
      },
    }),
  };
}

/** The judged past for people: a line a minute, then what it comes to. */
export function analyzeText(report: AnalyzeReport): string {
  const {source, minutes, weights, policy} = report;
  const head =
    source.kind === 'file'
      ? source.file
      : `${formatAliasRef(source)}: version ${source.candidate} over version ${source.stable}, ${source.from} to ${source.to}`;
  const table = formatTable(
    [
      {heading: 'minute (UTC)'},
      {heading: 'weight', align: 'right'},
      {heading: 'candidate failed', align: 'right'},
      {heading: 'stable failed', align: 'right'},
      {
        heading: `evidence (rollback at ${formatEvidence(minutes[0]?.bound ?? 1 / policy.analysis.alpha)})`,
        align: 'right',
      },
      {heading: 'decision'},
    ],
    minutes.map(minuteCells),
    {indent: '  '},
  );
  const judgedBy = `Judged with alpha ${policy.analysis.alpha * 100}%, each minute ${formatDuration(policy.analysis.settleMs)} after its end; steps ${formatSteps(policy.steps)}.`;
  const notes = [
    judgedBy,
    ...(weights === 'inferred' ? ['Weights are the shares that really happened: CloudWatch keeps no weights.'] : []),
  ];
  return [head, table, ...notes, outcomeText(report)].join('\n');
}

function outcomeText({rollback, minutes}: AnalyzeReport): string {
  const last = minutes.at(-1);
  if (rollback === undefined) {
    return `It would not have been rolled back. At its end, ${last?.verdict ?? 'undecided'}: ${last?.reason ?? 'nothing was judged.'}`;
  }
  const {time, reason, errorsBefore, errorsAfter} = rollback;
  const cost = `${formatCountOf(errorsBefore, 'candidate error')} by then, ${formatCount(errorsAfter)} after it`;
  return `It would have been rolled back after minute ${clock(time)} (${cost}): ${reason}`;
}

function minuteCells(minute: AnalyzedMinute): readonly string[] {
  const {time, weightPercent, candidate, stable, evidence, guardEvidence, decision} = minute;
  return [
    clock(time),
    formatWeightPercent(weightPercent),
    countsText(candidate),
    countsText(stable),
    formatEvidence(Math.max(evidence, guardEvidence ?? 0)),
    decision === 'abort' ? 'rollback' : decision,
  ];
}

function toMinute({minuteMs, judgement, ...minute}: ReplayedMinute): AnalyzedMinute {
  const {verdict, cause, evidence, bound, promotionEvidence, guardEvidence, reason} = judgement;
  return {
    time: isoTime(minuteMs),
    ...minute,
    verdict,
    ...(cause && {cause}),
    evidence,
    bound,
    promotionEvidence,
    ...(guardEvidence !== undefined && {guardEvidence}),
    // A file names no versions: there they are called "stable" and "candidate", and a sentence would say it twice.
    reason: reason.replace(/\b(stable|candidate) \1\b/g, '$1'),
  };
}

/** ISO 8601, to the second. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

function candidateErrors(minutes: readonly AnalyzedMinute[]): number {
  return minutes.reduce((sum, {candidate}) => sum + candidate.errors, 0);
}

function clock(time: string): string {
  return time.replace('T', ' ').replace(/:00Z$/, '');
}

function countsText({invocations, errors}: SideCounts): string {
  return `${formatCount(errors)} of ${formatCount(invocations)}`;
}
