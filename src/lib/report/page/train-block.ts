import type {EndedStory} from '../story/outcome.js';
import {titleOfStory} from '../story/story.js';
import type {TrainStory} from '../story/train-story.js';
import {carsTable, leaningFrom, trainHappenings, trainSaying} from '../story/train-tables.js';
import {chartBlock, tableBlock} from './blocks.js';
import {togetherChart} from './chart/together-chart.js';
import {type Html, html} from './html.js';

interface Place {
  readonly prefix: string;
  /** Where on the page the story of an alias is, by its place among them. */
  readonly anchorOf: (index: number) => string;
}

/** What became of a train: a line an alias, what all of them came to together, and who brought most of it. */
export function trainBlock(train: TrainStory, stories: readonly EndedStory[], {prefix, anchorOf}: Place): Html {
  const anchors = new Map(stories.map(({story}, index) => [titleOfStory(story), anchorOf(index)]));
  const linked = (name: string) => {
    const anchor = anchors.get(name);
    return anchor === undefined ? html`${name}` : html`<a href="#${anchor}">${name}</a>`;
  };
  const worst = leaningFrom(train);
  const chart = togetherChart(train, prefix);
  return html`<article>
<header class="verdict"><h2>Train ${train.trainId}</h2>
<p class="sentence">${trainSaying(train, stories)}.</p>
${train.stopped !== undefined && html`<p class="why">${train.stopped}</p>`}
${worst.length > 0 && html`<p class="why">Most of the evidence came from ${worst.map((name, index) => html`${index > 0 && ', '}${linked(name)}`)}.</p>`}</header>
<section><h3>Its aliases</h3>${tableBlock(carsTable(train, stories), 'Its aliases', linked)}</section>
${chart && chartBlock(chart, 3)}
<section><h3>What happened to all of it</h3>${tableBlock(trainHappenings(train), 'What happened to all of it')}</section>
</article>`;
}
