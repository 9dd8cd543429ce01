import type {StoryOutcome} from '../story/outcome.js';
import {type Html, html} from './html.js';

interface Face {
  /** Two or three words, so that no colour has to say it. */
  readonly word: string;
  readonly tone: 'good' | 'wait' | 'back' | 'bad';
}

export const OUTCOME_FACES: Readonly<Record<StoryOutcome, Face>> = {
  promoted: {word: 'Promoted', tone: 'good'},
  created: {word: 'Created', tone: 'good'},
  shifted: {word: 'Shifted', tone: 'good'},
  previewed: {word: 'Preview', tone: 'good'},
  published: {word: 'Published', tone: 'good'},
  unchanged: {word: 'Nothing to do', tone: 'good'},
  untouched: {word: 'Not begun', tone: 'wait'},
  detached: {word: 'Under way', tone: 'wait'},
  held: {word: 'Held', tone: 'wait'},
  'rolled-back': {word: 'Taken back', tone: 'back'},
  'taken-over': {word: 'Taken over', tone: 'bad'},
  'not-restored': {word: 'Not restored', tone: 'bad'},
  failed: {word: 'Failed', tone: 'bad'},
};

const SHAPES: Readonly<Record<Face['tone'], string>> = {
  good: 'M4.5 10.5l3.5 3.5 7.5-8',
  wait: 'M7 5v10M13 5v10',
  back: 'M8 4.5L4 8.5l4 4M4.5 8.5H12a3.5 3.5 0 010 7H8',
  bad: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
};

/** The word of an outcome with its sign. */
export function outcomeBadge(outcome: StoryOutcome): Html {
  const {word, tone} = OUTCOME_FACES[outcome];
  return html`<p class="badge ${tone}"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="${SHAPES[tone]}"/></svg>${word}</p>`;
}
