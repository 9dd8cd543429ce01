import {type Detail, originDetails, storyDetails} from '../story/details.js';
import {storyFigures} from '../story/figures.js';
import type {EndedStory} from '../story/outcome.js';
import {
  changesTable,
  errorTable,
  evidenceTable,
  happeningsTable,
  latencyTable,
  type StoryTable,
} from '../story/tables.js';
import type {Told} from '../story/told.js';
import {markdownText, tableText} from './markdown.js';
import {failureParts, storyParts} from './summary.js';
import {trainNumbers, trainParts} from './train.js';

/** The whole of it in GitHub's Markdown: the step summary, then every table behind it, and who and where. Times are in UTC. */
export function markdownReport(told: Told): string {
  const {stories, trains = [], failure, placed} = told;
  const parts = [
    ...trains.flatMap((train) => [...trainParts(train, stories), ...trainNumbers(train)]),
    ...stories.flatMap((ended) => [...storyParts(ended, failure), ...numbersOf(ended)]),
    ...(failure ? failureParts(failure) : []),
    '#### Who and where',
    detailsText(originDetails(told)),
  ];
  return placed(`${parts.join('\n\n')}\n`);
}

function numbersOf({story}: EndedStory): readonly string[] {
  const figures = storyFigures(story).map(({name, value, note}): Detail => [name, `${value} (${note})`]);
  const details = [...figures, ...storyDetails(story)];
  return [
    ...(details.length === 0 ? [] : [detailsText(details)]),
    ...section('What changed', changesTable(story)),
    ...section('What happened', happeningsTable(story)),
    ...section('Errors by minute', errorTable(story)),
    ...section('Evidence', evidenceTable(story)),
    ...section('Latency by minute', latencyTable(story)),
  ];
}

function section(title: string, table: StoryTable): readonly string[] {
  return table.rows.length === 0 ? [] : [`#### ${title}`, tableText(table)];
}

function detailsText(details: readonly Detail[]): string {
  return details.map(([name, text]) => `- **${markdownText(name)}**: ${markdownText(text)}`).join('\n');
}
