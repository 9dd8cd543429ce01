import type {Failure} from '../failure.js';
import {storyDetails} from '../story/details.js';
import {storyFigures} from '../story/figures.js';
import {nextCommands} from '../story/next-commands.js';
import type {EndedStory} from '../story/outcome.js';
import {saying, whyOf} from '../story/saying.js';
import {type FunctionStory, titleOfStory} from '../story/story.js';
import {changesTable, happeningsTable, splitTable} from '../story/tables.js';
import {chartBlock, commandBlock, detailList, heading, tableBlock} from './blocks.js';
import {storyCharts} from './chart/story-charts.js';
import {type Html, html} from './html.js';
import {outcomeBadge} from './outcome-face.js';

interface Place {
  readonly placed: (text: string) => string;
  readonly failure: Failure | undefined;
  readonly prefix: string;
  /** By which others on the page point to it. */
  readonly anchor: string;
  readonly isAlone: boolean;
}

/** What became of one function: the decision, the numbers it rests on, the charts, and all that happened. */
export function storyBlock(ended: EndedStory, {failure, placed, prefix, anchor, isAlone}: Place): Html {
  const {story, outcome} = ended;
  const {moves} = story;
  const level = isAlone ? 2 : 3;
  const charts = storyCharts(story, prefix);
  const why = whyOf(ended, failure) ?? (isAlone ? failure?.message : undefined);
  const figures = storyFigures(story);
  return html`<article id="${anchor}">
<header class="verdict">${outcomeBadge(outcome)}
${isAlone ? '' : html`<h2>${titleOfStory(story)}</h2>`}
<p class="sentence">${sentence(saying(ended))}</p>
${why !== undefined && html`<p class="why">${why}</p>`}
${commandBlock(nextCommands(ended).map(placed))}</header>
${figures.length > 0 && html`<dl class="figures">${figures.map(({name, value, note}) => html`<div><dt>${name}</dt><dd><strong>${value}</strong><span>${note}</span></dd></div>`)}</dl>`}
${charts.map((chart) => chartBlock(chart, level))}
${charts.length === 0 && moves.length > 0 && html`<section>${heading(level, 'Share of the traffic')}${tableBlock(splitTable(story), 'Share of the traffic')}</section>`}
${changed(story, level)}
${happened(story, level)}
</article>`;
}

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
