import {formatEvidence} from '../../analysis/evidence-text.js';
import {summarizeSide} from '../../analysis/side-summary.js';
import type {CountedMinute, CountedSide} from '../../model/rollout/counted-minute.js';
import {formatWeightPercent} from '../../model/rollout/weight.js';
import {formatTime} from '../line-reporter.js';
import {formatCount, formatMilliseconds, formatRate} from '../number-text.js';
import {versionChangeText} from '../result/versions/version-change-text.js';
import {intervalText} from '../text/judgement.js';
import {shareOf, versionsOf} from './split.js';
import type {FunctionStory, StoryLook} from './story.js';

/** A table in plain text: whoever shows it makes it safe to show. */
export interface StoryTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A row a move: which version had which share from then on. */
export function splitTable({moves}: FunctionStory): StoryTable {
  const versions = versionsOf(moves);
  return {
    head: ['From', ...versions.map((version) => `Version ${version}`), 'Why'],
    rows: moves.map((move) => [
      formatTime(move.timeMs),
      ...versions.map((version) => formatWeightPercent(shareOf(version, move))),
      move.why,
    ]),
  };
}

/** A row a minute: what both versions served, and how much of it failed. */
export function errorTable({minutes, ...story}: FunctionStory): StoryTable {
  return byMinute(story, minutes, ['requests', 'errors', 'rate'], (side) => {
    const {invocations, errors} = side;
    const summary = summarizeSide([side]);
    return [formatCount(invocations), formatCount(errors), `${formatRate(summary.errorRate)}${intervalText(summary)}`];
  });
}

/** A row a minute: what of both versions was slow, or how long it took. */
export function latencyTable({minutes, ...story}: FunctionStory): StoryTable {
  const isCounted = minutes.some(({stable, candidate}) => stable?.slow ?? candidate?.slow);
  const [columns, cellsOf] = isCounted
    ? ([['above p90', 'above p99'], slowCells] as const)
    : ([['p50', 'p90'], durationCells] as const);
  return byMinute(story, minutes, columns, cellsOf);
}

function slowCells({invocations, slow = {}}: CountedSide): readonly string[] {
  return [slow.p90, slow.p99].map((count) => (count === undefined ? '–' : formatRate(count / invocations)));
}

function durationCells({p50Ms, p90Ms}: CountedSide): readonly string[] {
  return [p50Ms, p90Ms].map((ms) => (ms === undefined ? '–' : formatMilliseconds(ms)));
}

function byMinute(
  {version = '?', previousVersion = '?'}: Pick<FunctionStory, 'version' | 'previousVersion'>,
  minutes: readonly CountedMinute[],
  columns: readonly string[],
  cellsOf: (side: CountedSide) => readonly string[],
): StoryTable {
  const none = columns.map(() => '–');
  return {
    head: ['Minute', ...[version, previousVersion].flatMap((each) => columns.map((column) => `${each}: ${column}`))],
    rows: minutes.map(({minuteMs, candidate, stable}) => [
      formatTime(minuteMs),
      ...[candidate, stable].flatMap((side) => (side ? cellsOf(side) : none)),
    ]),
  };
}

/** A row for each look that said something new. */
export function evidenceTable({looks}: FunctionStory): StoryTable {
  return {
    head: ['Looked at', 'Candidate', 'Evidence', 'Bound', 'Guard', 'Verdict', 'Why'],
    rows: newLooks(looks).map(({timeMs, weightPercent, judgement}) => [
      formatTime(timeMs),
      weightPercent === undefined ? '–' : formatWeightPercent(weightPercent),
      formatEvidence(judgement.evidence),
      formatEvidence(judgement.bound),
      judgement.guardEvidence === undefined ? '–' : formatEvidence(judgement.guardEvidence),
      judgement.verdict,
      judgement.reason,
    ]),
  };
}

/** A look comes three times a minute, and its counts once. */
function newLooks(looks: readonly StoryLook[]): readonly StoryLook[] {
  const keyOf = ({weightPercent, judgement: {evidence, guardEvidence, verdict}}: StoryLook) =>
    [weightPercent, evidence, guardEvidence, verdict].join();
  return looks.filter((look, index) => index === 0 || keyOf(look) !== keyOf(looks[index - 1] as StoryLook));
}

/** What differs from the version before to this one; of the environment only names. */
export function changesTable({changes = []}: FunctionStory): StoryTable {
  return {head: ['Setting', 'What changed'], rows: changes.map(versionChangeText)};
}

/** Everything else that happened, one after the other. */
export function happeningsTable({happenings}: FunctionStory): StoryTable {
  return {
    head: ['When', 'What'],
    rows: happenings.map(({timeMs, text}) => [formatTime(timeMs), text]),
  };
}
