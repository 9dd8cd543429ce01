import {formatEvidence} from '../../analysis/evidence-text.js';
import {LEANING} from '../../analysis/settings.js';
import {formatWeightPercent} from '../../model/rollout/weight.js';
import {formatTime} from '../line-reporter.js';
import {formatCountOf} from '../number-text.js';
import type {EndedStory, StoryOutcome} from './outcome.js';
import {type FunctionStory, titleOfStory} from './story.js';
import type {StoryTable} from './tables.js';
import type {TrainStory} from './train-story.js';

const OUTCOMES: Readonly<Record<StoryOutcome, string>> = {
  promoted: 'promoted',
  created: 'created',
  shifted: 'shifted',
  previewed: 'shown beside production',
  published: 'published',
  unchanged: 'nothing to do',
  untouched: 'not begun',
  detached: 'under way',
  held: 'held',
  'rolled-back': 'taken back',
  'taken-over': 'taken over',
  'not-restored': 'not restored',
  failed: 'failed',
};

/** `4 aliases in 2 waves: 2 promoted, 1 taken back, 1 not begun` */
export function trainSaying({cars, waves}: TrainStory, stories: readonly EndedStory[]): string {
  const counts = new Map<string, number>();
  const count = (word: string, by: number) => counts.set(word, (counts.get(word) ?? 0) + by);
  for (const {outcome} of stories) count(OUTCOMES[outcome], 1);
  // Of an alias whose wave has not come nothing was told.
  if (cars > stories.length) count(OUTCOMES.untouched, cars - stories.length);
  const came = [...counts].map(([word, times]) => `${times} ${word}`).join(', ');
  return `${formatCountOf(cars, 'alias', 'aliases')} in ${formatCountOf(waves, 'wave')}: ${came}`;
}

/** Most of the evidence of all, where it leans: the names of those it comes from. */
export function leaningFrom({looks, worst}: TrainStory): readonly string[] {
  return (looks.at(-1)?.evidence ?? 0) >= LEANING ? worst : [];
}

/** A row an alias: in which wave, what became of it, what it serves, and what its own judge said last. */
export function carsTable({waveOf}: TrainStory, cars: readonly EndedStory[]): StoryTable {
  return {
    head: ['Alias', 'Wave', 'Came to', 'Serves', 'Verdict', 'Evidence of its own'],
    rows: cars.map(({story, outcome}) => {
      const name = titleOfStory(story);
      const judgement = story.looks.at(-1)?.judgement;
      return [
        name,
        String(waveOf.get(name) ?? '–'),
        OUTCOMES[outcome],
        servesText(story),
        judgement?.verdict ?? '–',
        judgement ? formatEvidence(judgement.evidence) : '–',
      ];
    }),
  };
}

/** `8`, or `8 at 5%, the rest 7`; nobody told of one that was not moved. */
function servesText({moves}: FunctionStory): string {
  const last = moves.at(-1);
  if (!last) return '–';
  const {stable, candidate} = last;
  return candidate
    ? `${candidate.version} at ${formatWeightPercent(candidate.weightPercent)}, the rest ${stable}`
    : stable;
}

/** A row for each look at which the evidence of all together was another one. */
export function togetherTable({looks}: TrainStory): StoryTable {
  const isNew = ({evidence}: TrainStory['looks'][number], index: number) => evidence !== looks[index - 1]?.evidence;
  return {
    head: ['Looked at', 'Evidence of all together', 'Bound'],
    rows: looks
      .filter(isNew)
      .map(({timeMs, evidence, bound}) => [formatTime(timeMs), formatEvidence(evidence), formatEvidence(bound)]),
  };
}

/** Everything that happened to all of it. */
export function trainHappenings({happenings}: TrainStory): StoryTable {
  return {head: ['When', 'What'], rows: happenings.map(({timeMs, text}) => [formatTime(timeMs), text])};
}
