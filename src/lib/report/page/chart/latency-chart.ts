import {MINUTE_MS} from '../../../model/duration.js';
import {formatMilliseconds, formatRate} from '../../number-text.js';
import type {FunctionStory} from '../../story/story.js';
import type {Chart, Line} from './chart.js';
import {groupedMinutes} from './grouped-minutes.js';
import {type Common, highestOf, percent, pointsOf, SIDES} from './story-chart.js';

/** What the judge looks at: requests slower than nine of ten were before, or percentiles where CloudWatch has no counts; none without either. */
export function latencyChart(story: FunctionStory, common: Common): Chart | undefined {
  return slowChart(story, common) ?? durationChart(story, common);
}

function slowChart({minutes, looks}: FunctionStory, {names, prefix, ...common}: Common): Chart | undefined {
  const {groups, size} = groupedMinutes(minutes);
  const lines = SIDES.map((series): Line => {
    const share = ({slow, invocations}: {slow?: {readonly p90?: number}; readonly invocations: number}) =>
      slow?.p90 === undefined ? undefined : slow.p90 / invocations;
    return {series, name: names[series], points: pointsOf(groups, series, share, size * MINUTE_MS)};
  });
  if (lines.every(({points}) => points.length === 0)) return undefined;
  const parts = looks.at(-1)?.judgement.signals.find(({name}) => name === 'slow')?.parts ?? [];
  const thresholdMs = parts.find(({name}) => name === 'p90')?.thresholdMs;
  const before = "stable's 90th percentile of before";
  const than = thresholdMs === undefined ? before : `${formatMilliseconds(thresholdMs)}, ${before}`;
  const each = size === 1 ? 'minute' : `${size} minutes`;
  return {
    ...common,
    id: `${prefix}latency`,
    title: 'Slow requests',
    summary: `Share of the requests of each ${each} that took longer than ${than}. ${lastOf(lines, formatRate)}`,
    yTitle: `Slower than ${thresholdMs === undefined ? 'before' : formatMilliseconds(thresholdMs)} (% of requests)`,
    y: {kind: 'linear', domain: [0, highestOf(lines, 0.15)], format: percent},
    lines,
    rules: [{kind: 'reference', value: 0.1, label: 'stable before'}],
    gapMs: 1.5 * size * MINUTE_MS,
  };
}

function durationChart({minutes}: FunctionStory, {names, prefix, ...common}: Common): Chart | undefined {
  const lines = SIDES.map(
    (series): Line => ({
      ...{series, name: names[series]},
      points: pointsOf(minutes, series, ({p90Ms}) => p90Ms),
    }),
  );
  if (lines.every(({points}) => points.length === 0)) return undefined;
  return {
    ...common,
    id: `${prefix}latency`,
    title: 'Duration, 90th percentile',
    summary: `90th percentile of the durations of each minute. ${lastOf(lines, formatMilliseconds)}`,
    yTitle: 'Duration (ms)',
    y: {kind: 'linear', domain: [0, highestOf(lines, 1)], format: formatMilliseconds},
    lines,
    gapMs: 1.5 * MINUTE_MS,
  };
}

function lastOf(lines: readonly Line[], format: (value: number) => string): string {
  return lines
    .flatMap(({name, points}) => {
      const last = points.at(-1);
      return last ? [`${name}: ${format(last.value)} at the end.`] : [];
    })
    .join(' ');
}
