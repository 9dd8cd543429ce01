import {formatEvidence} from '../../../analysis/evidence-text.js';
import type {FunctionStory, StoryLook} from '../../story/story.js';
import type {Chart, Line, Series} from './chart.js';
import {evidenceAxis} from './evidence-axis.js';
import type {Common} from './story-chart.js';

/** The evidence at each look against its bound, and the guard's; none where nobody looked. */
export function evidenceChart({looks}: FunctionStory, {names: _, prefix, ...common}: Common): Chart | undefined {
  const last = looks.at(-1);
  if (!last) return undefined;
  const {bound} = last.judgement;
  const evidence = seriesOf(looks, ({judgement}) => judgement.evidence);
  const guard = seriesOf(looks, ({judgement}) => judgement.guardEvidence);
  const values = [...evidence, ...guard].map(({value}) => value);
  const most = Math.max(...values);
  const line = (series: Series, name: string, points: typeof evidence): Line => ({series, name, points, isStep: true});
  return {
    ...common,
    id: `${prefix}evidence`,
    title: 'Evidence against the candidate',
    summary: `Evidence on a logarithmic scale: ${formatEvidence(most)} at the most, ${formatEvidence(last.judgement.evidence)} at the end; at ${formatEvidence(bound)} the candidate is taken back.`,
    ...evidenceAxis(values, bound),
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
