import {formatTime} from '../line-reporter.js';
import {originDetails} from '../story/details.js';
import {titleOfStory} from '../story/story.js';
import type {Told} from '../story/told.js';
import {detailList, failureBlock} from './blocks.js';
import {html} from './html.js';
import {pageText} from './shell.js';
import {storyBlock} from './story-block.js';
import {trainBlock} from './train-block.js';

/** A report of what a command did as one page of HTML. */
export function reportPage(told: Told, css: string): string {
  const {stories, trains = [], failure, writtenMs, placed} = told;
  const heading = titleOf(stories.map(({story}) => titleOfStory(story)));
  const isAlone = stories.length === 1;
  const sections = [
    ...trains.map((train, index) => trainBlock(train, stories, {prefix: `t${index}-`, anchorOf})),
    ...stories.map((ended, index) =>
      storyBlock(ended, {failure, placed, prefix: `s${index}-`, anchor: anchorOf(index), isAlone}),
    ),
    ...(failure ? [failureBlock(failure, placed)] : []),
    html`<section><h2>Who and where</h2>${detailList(originDetails(told))}</section>`,
  ];
  const footer = `Times are in UTC. Written ${formatTime(writtenMs)} by lambda-release ${told.tool}.`;
  return pageText({title: `${heading}: release report`, kicker: 'Release report', heading, sections, footer}, css);
}

function anchorOf(index: number): string {
  return `story-${index}`;
}

function titleOf(names: readonly string[]): string {
  const [name = 'Nothing was released', ...others] = new Set(names);
  if (others.length > 0) return `${others.length + 1} functions`;
  return names.length > 1 ? `${name}, ${names.length} releases` : name;
}
