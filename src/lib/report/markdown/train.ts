import type {EndedStory} from '../story/outcome.js';
import type {TrainStory} from '../story/train-story.js';
import {carsTable, leaningFrom, togetherTable, trainHappenings, trainSaying} from '../story/train-tables.js';
import {markdownText, tableText} from './markdown.js';

/** A train: a line an alias, why it did not go on, and who brought most of the evidence. */
export function trainParts(train: TrainStory, stories: readonly EndedStory[]): readonly string[] {
  const worst = leaningFrom(train);
  return [
    `### Train ${train.trainId}: ${trainSaying(train, stories)}`,
    ...(train.stopped === undefined ? [] : [`**Why:** ${markdownText(train.stopped)}`]),
    ...(worst.length === 0 ? [] : [`**Most of the evidence from:** ${worst.map(markdownText).join(', ')}`]),
    tableText(carsTable(train, stories)),
  ];
}

/** The numbers behind it. */
export function trainNumbers(train: TrainStory): readonly string[] {
  const together = togetherTable(train);
  return [
    '#### What happened to all of it',
    tableText(trainHappenings(train)),
    ...(together.rows.length === 0 ? [] : ['#### Evidence of all together', tableText(together)]),
  ];
}
