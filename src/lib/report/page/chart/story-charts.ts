import {MINUTE_MS} from '../../../model/duration.js';
import {formatWeightPercent} from '../../../model/rollout/weight.js';
import {shareOf} from '../../story/split.js';
import type {FunctionStory} from '../../story/story.js';
import {errorTable, evidenceTable, latencyTable, type StoryTable, splitTable} from '../../story/tables.js';
import type {Chart} from './chart.js';
import {errorChart} from './error-chart.js';
import {evidenceChart} from './evidence-chart.js';
import {latencyChart} from './latency-chart.js';
import {splitChart} from './split-chart.js';
import type {Common} from './story-chart.js';

/** A chart, and the same numbers as a table. */
export interface ChartWithTable {
  readonly chart: Chart;
  readonly table: StoryTable;
}

/** The charts of a story that has a course: none of a single move. `prefix` makes their names unique on a page. */
export function storyCharts(story: FunctionStory, prefix: string): readonly ChartWithTable[] {
  const {moves, looks, happenings, version, previousVersion} = story;
  const [first] = moves;
  if (!first || version === undefined || previousVersion === undefined) return [];
  if (moves.length < 2 && looks.length === 0) return [];
  const endMs = Math.max(...[...moves, ...looks, ...happenings].map(({timeMs}) => timeMs));
  const common: Common = {
    prefix,
    x: [first.timeMs - MINUTE_MS, endMs + MINUTE_MS],
    marks: moves.map((move) => ({atMs: move.timeMs, label: formatWeightPercent(shareOf(version, move))})),
    names: {candidate: `Version ${version}, candidate`, stable: `Version ${previousVersion}, stable`},
  };
  return (
    [
      [splitChart, splitTable],
      [errorChart, errorTable],
      [evidenceChart, evidenceTable],
      [latencyChart, latencyTable],
    ] as const
  ).flatMap(([toChart, toTable]) => {
    const chart = toChart(story, common);
    return chart ? [{chart, table: toTable(story)}] : [];
  });
}
