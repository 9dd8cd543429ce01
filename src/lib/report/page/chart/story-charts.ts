import {formatEvidence} from '../../../analysis/evidence-text.js';
import {summarizeSide} from '../../../analysis/side-summary.js';
import type {CountedMinute, CountedSide} from '../../../model/rollout/counted-minute.js';
import {formatWeightPercent} from '../../../model/rollout/weight.js';
import {formatCountOf, formatRate} from '../../number-text.js';
import {shareOf} from '../../story/split.js';
import type {FunctionStory} from '../../story/story.js';
import {sideText} from '../../text/judgement.js';
import type {Chart, Line, Series} from './chart.js';

const MINUTE_MS = 60_000;

/** What all charts of a story have in common. */
interface Common extends Pick<Chart, 'x' | 'marks'> {
  readonly names: Readonly<Record<'candidate' | 'stable', string>>;
  readonly prefix: string;
}

/** The charts of a story that has any course: none of a single move. `prefix` makes their names unique on a page. */
export function storyCharts(story: FunctionStory, prefix: string): readonly Chart[] {
  const [first] = story.moves;
  if (!first || story.version === undefined || story.previousVersion === undefined) return [];
  const ends = [...story.moves, ...story.looks, ...story.happenings].map(({timeMs}) => timeMs);
  const x = [first.timeMs - MINUTE_MS, Math.max(...ends) + MINUTE_MS] as const;
  if (story.moves.length < 2 && story.looks.length === 0) return [];
  const {version, previousVersion} = story;
  const common: Common = {
    ...{x, prefix},
    marks: story.moves.map((move) => ({
      atMs: move.timeMs,
      label: formatWeightPercent(shareOf(version, move)),
    })),
    names: {candidate: `Version ${version}, candidate`, stable: `Version ${previousVersion}, stable`},
  };
  return [
    splitChart(story, common),
    errorChart(story, common),
    evidenceChart(story, common),
    latencyChart(story, common),
  ].flatMap((chart) => chart ?? []);
}

function splitChart({moves, version = ''}: FunctionStory, {names, prefix, ...common}: Common): Chart {
  const shares = moves.map((move) => ({atMs: move.timeMs, value: shareOf(version, move)}));
  const held = (of: (share: number) => number) => [
    {atMs: common.x[0], value: of(0)},
    ...shares.map(({atMs, value}) => ({atMs, value: of(value)})),
    {atMs: common.x[1], value: of(shares.at(-1)?.value ?? 0)},
  ];
  const most = Math.max(...shares.map(({value}) => value));
  return {
    ...common,
    id: `${prefix}split`,
    title: 'Share of the traffic',
    summary: `The candidate's share in ${formatCountOf(moves.length, 'move')}: ${formatWeightPercent(most)} at the most, ${formatWeightPercent(shares.at(-1)?.value ?? 0)} at the end.`,
    yTitle: 'Share of requests (%)',
    y: {kind: 'linear', domain: [0, 100], format: (value) => `${value}%`},
    lines: [
      {series: 'stable', name: names.stable, points: held((share) => 100 - share), isStep: true},
      {series: 'candidate', name: names.candidate, points: held((share) => share), isStep: true, isFilled: true},
    ],
  };
}

type SideName = 'candidate' | 'stable';

function valuesOf(
  minutes: readonly CountedMinute[],
  side: SideName,
  read: (counted: CountedSide) => number | undefined,
) {
  return minutes.flatMap(({minuteMs, [side]: counted}) => {
    const value = counted && read(counted);
    return counted && value !== undefined ? [{atMs: minuteMs + MINUTE_MS / 2, value, counted}] : [];
  });
}

function errorChart({minutes}: FunctionStory, {names, prefix, ...common}: Common): Chart | undefined {
  const rateOf = ({errors, invocations}: CountedSide) => errors / invocations;
  const lines = (['stable', 'candidate'] as const).map((series): Line => {
    const points = valuesOf(minutes, series, rateOf);
    const intervals = points.map(({atMs, counted}) => {
      const {errorRateInterval: {lower, upper} = {lower: 0, upper: 1}} = summarizeSide([counted]);
      return {atMs, lower, upper};
    });
    return {series, name: names[series], points, intervals};
  });
  if (lines.every(({points}) => points.length === 0)) return undefined;
  const total = (side: SideName) => sideText(summarizeSide(minutes.flatMap(({[side]: counted}) => counted ?? [])));
  return {
    ...common,
    id: `${prefix}errors`,
    title: 'Error rate, with 95% intervals',
    summary: `Error rate a minute. In all of them, candidate: ${total('candidate')}; stable: ${total('stable')}.`,
    yTitle: 'Failed requests a minute (%)',
    y: {kind: 'linear', domain: [0, rateLimit(lines)], format: percent},
    lines,
    gapMs: 1.5 * MINUTE_MS,
  };
}

/** Rates fit whole; intervals as far as they tell something: those of three requests reach everywhere. */
function rateLimit(lines: readonly Line[]): number {
  const highest = Math.max(0, ...lines.flatMap(({points}) => points.map(({value}) => value)));
  const uppers = lines.flatMap(({intervals = []}) => intervals.map(({upper}) => upper)).sort((a, b) => a - b);
  const usual = uppers[Math.floor(uppers.length / 2)] ?? 0;
  return Math.min(1, Math.max(0.002, highest * 1.15, usual * 1.5));
}

const LEAST_EVIDENCE = 0.01;

function evidenceChart({looks}: FunctionStory, {names, prefix, ...common}: Common): Chart | undefined {
  const last = looks.at(-1);
  if (!last) return undefined;
  const {bound} = last.judgement;
  const pointsOf = (read: (look: (typeof looks)[number]) => number | undefined) =>
    looks.flatMap((look) => {
      const value = read(look);
      return value === undefined ? [] : [{atMs: look.timeMs, value}];
    });
  const evidence = pointsOf(({judgement}) => judgement.evidence);
  const guard = pointsOf(({judgement}) => judgement.guardEvidence);
  const all = [...evidence, ...guard].map(({value}) => Math.max(LEAST_EVIDENCE, value));
  const most = Math.max(...all);
  const domain = [
    10 ** Math.floor(Math.log10(Math.min(...all, 0.1))),
    10 ** Math.ceil(Math.log10(Math.min(bound * 1e4, Math.max(most, bound * 3)))),
  ] as const;
  const line = (series: Series, name: string, points: typeof evidence): Line => ({series, name, points, isStep: true});
  return {
    ...common,
    id: `${prefix}evidence`,
    title: 'Evidence against the candidate',
    summary: `Evidence on a logarithmic scale: ${formatEvidence(most)} at the most, ${formatEvidence(last.judgement.evidence)} at the end; at ${formatEvidence(bound)} the candidate is taken back.`,
    yTitle: 'Evidence (1 = none, logarithmic)',
    y: {
      kind: 'log',
      domain,
      format: (value) => (value >= 1e6 ? `10^${Math.round(Math.log10(value))}` : formatEvidence(value)),
    },
    lines: [
      line('candidate', 'Beside stable', evidence),
      ...(guard.length > 0 ? [line('guard', 'Guard, while it has all traffic', guard)] : []),
    ],
    rules: [{value: bound, label: `taken back at ${formatEvidence(bound)}`}],
  };
}

function latencyChart({minutes, looks}: FunctionStory, {names, prefix, ...common}: Common): Chart | undefined {
  const base = {...common, id: `${prefix}latency`, gapMs: 1.5 * MINUTE_MS};
  const slow = (['stable', 'candidate'] as const).map(
    (series): Line => ({
      ...{series, name: names[series]},
      points: valuesOf(minutes, series, ({slow: counts, invocations}) =>
        counts?.p90 === undefined ? undefined : counts.p90 / invocations,
      ),
    }),
  );
  if (slow.some(({points}) => points.length > 0)) {
    const parts = looks.at(-1)?.judgement.signals.find(({name}) => name === 'slow')?.parts ?? [];
    const thresholdMs = parts.find(({name}) => name === 'p90')?.thresholdMs;
    const than =
      thresholdMs === undefined
        ? "stable's 90th percentile of before"
        : `${Number(thresholdMs.toPrecision(3))} ms, stable's 90th percentile of before`;
    return {
      ...base,
      title: 'Slow requests',
      summary: `Share of requests a minute that took longer than ${than}. ${lastOf(slow, formatRate)}`,
      yTitle: `Slower than ${than} (%)`,
      y: {kind: 'linear', domain: [0, highestOf(slow, 0.15)], format: percent},
      lines: slow,
      rules: [{value: 0.1, label: 'before'}],
    };
  }
  const durations = (['stable', 'candidate'] as const).map(
    (series): Line => ({
      ...{series, name: `${names[series]}, p90`},
      points: valuesOf(minutes, series, ({p90Ms}) => p90Ms),
    }),
  );
  if (durations.every(({points}) => points.length === 0)) return undefined;
  return {
    ...base,
    title: 'Duration, 90th percentile',
    summary: `90th percentile of the durations of each minute. ${lastOf(durations, milliseconds)}`,
    yTitle: 'Duration (ms)',
    y: {kind: 'linear', domain: [0, highestOf(durations, 1)], format: milliseconds},
    lines: durations,
  };
}

function highestOf(lines: readonly Line[], least: number): number {
  return Math.max(least, ...lines.flatMap(({points}) => points.map(({value}) => value * 1.15)));
}

function lastOf(lines: readonly Line[], format: (value: number) => string): string {
  return lines
    .flatMap(({name, points}) => {
      const last = points.at(-1);
      return last ? [`${name}: ${format(last.value)} in the last minute.`] : [];
    })
    .join(' ');
}

/** Of an axis: as few digits as tell its steps apart. */
function percent(value: number): string {
  return `${Number((value * 100).toPrecision(3))}%`;
}

function milliseconds(value: number): string {
  return `${Number(value.toPrecision(3))} ms`;
}
