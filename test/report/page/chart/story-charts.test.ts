import {describe, expect, it} from 'vitest';
import type {CountedMinute} from '../../../../src/lib/model/rollout/counted-minute.js';
import type {Chart} from '../../../../src/lib/report/page/chart/chart.js';
import {drawn} from '../../../../src/lib/report/page/chart/draw.js';
import {storyCharts} from '../../../../src/lib/report/page/chart/story-charts.js';
import type {FunctionStory} from '../../../../src/lib/report/story/story.js';
import {eventsOf, toldOf} from '../told-stories.js';

const [promoted] = toldOf(eventsOf('promoted')).stories;
const story = promoted?.story as FunctionStory;
const aSide = (invocations: number, errors: number) => ({invocations, errors});

function chartOf(name: string, over: Partial<FunctionStory> = {}): Chart | undefined {
  return storyCharts({...story, ...over}, 'x-').find(({chart}) => chart.id === `x-${name}`)?.chart;
}

const minutesOf = (...candidates: readonly CountedMinute['candidate'][]): readonly CountedMinute[] =>
  candidates.map((candidate, nth) => ({
    minuteMs: nth * 60_000,
    stable: aSide(1000, 1),
    ...(candidate && {candidate}),
  }));

describe('the charts of a story', () => {
  it('share their axis of time and the moves in it', () => {
    const charts = storyCharts(story, 'x-').map(({chart}) => chart);
    expect(charts).toHaveLength(4);
    for (const {x, marks} of charts) expect({x, marks}).toEqual({x: charts[0]?.x, marks: charts[0]?.marks});
    expect(charts[0]?.marks.map(({label}) => label)).toEqual(['5%', '25%', '50%', '100%']);
  });

  it('are none of a single move, and none of what nobody has told', () => {
    expect(storyCharts({...story, moves: story.moves.slice(0, 1), looks: []}, 'x-')).toEqual([]);
    expect(storyCharts({...story, minutes: [], looks: []}, 'x-').map(({chart}) => chart.id)).toEqual(['x-split']);
  });
});

describe('the chart of errors', () => {
  it.each([
    ['the candidate never failed', minutesOf(aSide(1e6, 0), aSide(1e6, 0)), 0.01],
    ['everything failed', minutesOf(aSide(10, 10)), 1],
    [
      'three requests, whose interval reaches everywhere',
      minutesOf(aSide(5000, 10), aSide(5000, 10), aSide(3, 0)),
      0.01,
    ],
  ])('fits every rate where %s', (_, minutes, most) => {
    const chart = chartOf('errors', {minutes});
    const [, top] = chart?.y.domain ?? [];
    expect(top).toBeLessThanOrEqual(most);
    for (const {points} of chart?.lines ?? [])
      for (const {value} of points) expect(value).toBeLessThanOrEqual(top ?? 0);
  });

  it('has a gap where a minute is missing, and not a line across it', () => {
    const chart = chartOf('errors', {minutes: minutesOf(aSide(10, 1), undefined, undefined, aSide(10, 1))});
    const [, line = ''] = /class="candidate">.*?class="line" d="([^"]*)"/s.exec(chart ? drawn(chart).text : '') ?? [];
    expect(line.match(/M/g)).toHaveLength(2);
  });
});

describe('the chart of evidence', () => {
  it.each([
    ['next to nothing', 1e-30, [0.01, 1000]],
    ['endless', 1e30, [0.1, 1e6]],
  ])('keeps its bound in sight where the evidence is %s', (_, evidence, domain) => {
    const looks = story.looks.map((look) => ({
      ...look,
      judgement: {...look.judgement, evidence, guardEvidence: 1},
    }));
    const chart = chartOf('evidence', {looks});
    expect(chart?.y.domain).toEqual(domain);
    expect(chart?.rules).toEqual([{kind: 'bound', value: 100, label: 'taken back at 100'}]);
    expect(chart ? drawn(chart).text : 'NaN').not.toMatch(/NaN|Infinity/);
  });
});

describe('the chart of latency', () => {
  it('shows percentiles where there are no counts, and says nothing where there is neither', () => {
    const plain = minutesOf(aSide(10, 0));
    const minutes = plain.map((minute) => ({...minute, candidate: {...aSide(10, 0), p50Ms: 80, p90Ms: 240}}));
    expect(chartOf('latency', {minutes})).toMatchObject({
      title: 'Duration, 90th percentile',
      y: {domain: [0, 276]},
      lines: [{points: []}, {points: [{value: 240}]}],
    });
    expect(chartOf('latency', {minutes: plain})).toBeUndefined();
  });
});
