import {formatEvidence} from '../../../analysis/evidence-text.js';
import type {FunctionStory, StoryLook} from '../../story/story.js';
import type {Chart, Line, Series} from './chart.js';
import type {Common} from './story-chart.js';

/** Evidence for the candidate goes on for ever; who is promoted need not see how far. */
const LEAST = 0.01;
const MOST_BOUNDS = 1e4;

/** The evidence at each look against its bound, and the guard's; none where nobody looked. */
export function evidenceChart({looks}: FunctionStory, {names: _, prefix, ...common}: Common): Chart | undefined {
  const last = looks.at(-1);
  if (!last) return undefined;
  const {bound} = last.judgement;
  const evidence = seriesOf(looks, ({judgement}) => judgement.evidence);
  const guard = seriesOf(looks, ({judgement}) => judgement.guardEvidence);
  const values = [...evidence, ...guard].map(({value}) => value);
  const most = Math.max(...values);
  const least = Math.max(LEAST, Math.min(...values, 0.1));
  const highest = Math.min(bound * MOST_BOUNDS, Math.max(most, bound * 3));
  const line = (series: Series, name: string, points: typeof evidence): Line => ({series, name, points, isStep: true});
  return {
    ...common,
    id: `${prefix}evidence`,
    title: 'Evidence against the candidate',
    summary: `Evidence on a logarithmic scale: ${formatEvidence(most)} at the most, ${formatEvidence(last.judgement.evidence)} at the end; at ${formatEvidence(bound)} the candidate is taken back.`,
    yTitle: 'Evidence (1 = none, logarithmic)',
    y: {kind: 'log', domain: [10 ** Math.floor(Math.log10(least)), 10 ** Math.ceil(Math.log10(highest))], format: tick},
    lines: [
      line('candidate', 'Beside stable', evidence),
      ...(guard.length > 0 ? [line('guard', 'Guard, while it has most of the traffic', guard)] : []),
    ],
    rules: [{kind: 'bound', value: bound, label: `taken back at ${formatEvidence(bound)}`}],
  };
}

function seriesOf(looks: readonly StoryLook[], read: (look: StoryLook) => number | undefined) {
  return looks.flatMap((look) => {
    const value = read(look);
    return value === undefined ? [] : [{atMs: look.timeMs, value}];
  });
}

function tick(value: number): string {
  return value >= 1e6 ? `10^${Math.round(Math.log10(value))}` : formatEvidence(value);
}
