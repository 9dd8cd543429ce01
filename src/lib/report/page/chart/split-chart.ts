import {formatWeightPercent} from '../../../model/rollout/weight.js';
import {formatCountOf} from '../../number-text.js';
import {shareOf} from '../../story/split.js';
import type {FunctionStory} from '../../story/story.js';
import type {Chart} from './chart.js';
import type {Common} from './story-chart.js';

/** Who had which share when. */
export function splitChart({moves, version = ''}: FunctionStory, {names, prefix, ...common}: Common): Chart {
  const shares = moves.map((move) => ({atMs: move.timeMs, value: shareOf(version, move)}));
  const last = shares.at(-1)?.value ?? 0;
  const held = (of: (share: number) => number) => [
    {atMs: common.x[0], value: of(0)},
    ...shares.map(({atMs, value}) => ({atMs, value: of(value)})),
    {atMs: common.x[1], value: of(last)},
  ];
  const most = Math.max(...shares.map(({value}) => value));
  return {
    ...common,
    id: `${prefix}split`,
    title: 'Share of the traffic',
    summary: `The candidate's share in ${formatCountOf(moves.length, 'move')}: ${formatWeightPercent(most)} at the most, ${formatWeightPercent(last)} at the end.`,
    yTitle: 'Share of requests (%)',
    y: {kind: 'linear', domain: [0, 100], format: (value) => `${value}%`},
    lines: [
      {series: 'stable', name: names.stable, points: held((share) => 100 - share), isStep: true},
      {series: 'candidate', name: names.candidate, points: held((share) => share), isStep: true, isFilled: true},
    ],
  };
}
