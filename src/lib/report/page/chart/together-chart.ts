import {formatEvidence} from '../../../analysis/evidence-text.js';
import {MINUTE_MS} from '../../../model/duration.js';
import type {TrainStory} from '../../story/train-story.js';
import {togetherTable} from '../../story/train-tables.js';
import {evidenceAxis} from './evidence-axis.js';
import type {ChartWithTable} from './story-charts.js';

/** The evidence of all aliases of a train at each look against its bound; none where nobody looked. */
export function togetherChart(train: TrainStory, prefix: string): ChartWithTable | undefined {
  const {looks, happenings} = train;
  const [first, last] = [looks[0], looks.at(-1)];
  if (!first || !last) return undefined;
  const {bound, evidence} = last;
  const points = looks.map((look) => ({atMs: look.timeMs, value: look.evidence}));
  const most = Math.max(...points.map(({value}) => value));
  const times = [...looks, ...happenings].map(({timeMs}) => timeMs);
  const chart = {
    id: `${prefix}together`,
    title: 'Evidence of all together',
    summary: `Evidence on a logarithmic scale: ${formatEvidence(most)} at the most, ${formatEvidence(evidence)} at the end; at ${formatEvidence(bound)} the train is convicted.`,
    x: [Math.min(...times) - MINUTE_MS, Math.max(...times) + MINUTE_MS] as const,
    ...evidenceAxis(
      points.map(({value}) => value),
      bound,
    ),
    lines: [{series: 'candidate' as const, name: 'All new versions beside their stable ones', points, isStep: true}],
    rules: [{kind: 'bound' as const, value: bound, label: `convicted at ${formatEvidence(bound)}`}],
    marks: [],
  };
  return {chart, table: togetherTable(train)};
}
