import type {Failure} from '../failure.js';
import {storyDetails} from '../story/details.js';
import {storyFigures} from '../story/figures.js';
import {nextCommands} from '../story/next-commands.js';
import type {EndedStory} from '../story/outcome.js';
import {saying} from '../story/saying.js';
import {type FunctionStory, nameOfStory} from '../story/story.js';
import {
  changesTable,
  errorTable,
  evidenceTable,
  happeningsTable,
  latencyTable,
  type StoryTable,
  splitTable,
} from '../story/tables.js';
import {chartBlock, commandBlock, detailList, heading, tableBlock} from './blocks.js';
import {storyCharts} from './chart/story-charts.js';
import {type Html, html} from './html.js';
import {outcomeBadge} from './outcome-face.js';

interface Place {
  readonly placed: (text: string) => string;
  readonly failure: Failure | undefined;
  readonly prefix: string;
  readonly isAlone: boolean;
}

/** What became of one function: the decision, the numbers it rests on, the charts, and all that happened. */
export function storyBlock(ended: EndedStory, {failure, placed, prefix, isAlone}: Place): Html {
  const {story, outcome} = ended;
  const {reason, moves} = story;
  const level = isAlone ? 2 : 3;
  const charts = storyCharts(story, prefix);
  const why = reason === undefined || failure?.message.includes(reason) ? undefined : reason;
  const figures = storyFigures(story);
  return html`<article>
<header class="verdict">${outcomeBadge(outcome)}
${isAlone ? '' : html`<h2>${nameOfStory(story)}</h2>`}
<p class="sentence">${sentence(saying(ended))}</p>
${(why ?? (isAlone ? failure?.message : undefined)) !== undefined && html`<p class="why">${why ?? failure?.message}</p>`}
${commandBlock(nextCommands(ended).map(placed))}</header>
${figures.length > 0 && html`<dl class="figures">${figures.map(({name, value, note}) => html`<div><dt>${name}</dt><dd><strong>${value}</strong><span>${note}</span></dd></div>`)}</dl>`}
${charts.map((chart) => chartBlock(chart, TABLES[chart.id.slice(prefix.length)]?.(story) ?? {head: [], rows: []}, level))}
${charts.length === 0 && moves.length > 0 && html`<section>${heading(level, 'Share of the traffic')}${tableBlock(splitTable(story), 'Share of the traffic')}</section>`}
${changed(story, level)}
${happened(story, level)}
</article>`;
}

const TABLES: Readonly<Record<string, (story: FunctionStory) => StoryTable>> = {
  split: splitTable,
  errors: errorTable,
  evidence: evidenceTable,
  latency: latencyTable,
};

function changed(story: FunctionStory, level: 2 | 3): Html {
  const details = storyDetails(story);
  const changes = changesTable(story);
  if (details.length === 0 && changes.rows.length === 0) return html``;
  return html`<section>${heading(level, 'What changed')}${details.length > 0 && detailList(details)}${changes.rows.length > 0 ? tableBlock(changes, 'What changed') : story.changes && html`<p>Both versions have the same code and the same configuration.</p>`}</section>`;
}

function happened(story: FunctionStory, level: 2 | 3): Html {
  const table = happeningsTable(story);
  if (table.rows.length === 0) return html``;
  return html`<section>${heading(level, 'What happened')}${tableBlock(table, 'What happened')}</section>`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
