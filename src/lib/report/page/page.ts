import {createHash} from 'node:crypto';
import {formatTime} from '../line-reporter.js';
import {type Detail, originDetails} from '../story/details.js';
import {titleOfStory} from '../story/story.js';
import type {Told} from '../story/told.js';
import {detailList, failureBlock} from './blocks.js';
import {type Html, html, trusted} from './html.js';
import {storyBlock} from './story-block.js';

/**
 * A report as one page of HTML that loads nothing and runs nothing: for light and dark screens, telephones and paper. Everything in it is
 * shown as text, wherever it came from, and the page's own policy forbids the rest.
 */
export function reportPage(told: Told, css: string): string {
  const {stories, failure, writtenMs, placed} = told;
  const title = titleOf(stories.map(({story}) => titleOfStory(story)));
  const digest = createHash('sha256').update(css).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  const origin: readonly Detail[] = originDetails(told);
  const page: Html = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}: release report</title>
<style>${trusted(css)}</style>
</head>
<body>
<main>
<header class="page"><p class="kicker">Release report</p><h1>${title}</h1></header>
${stories.map((ended, index) => storyBlock(ended, {failure, placed, prefix: `s${index}-`, isAlone: stories.length === 1}))}
${failure && failureBlock(failure, placed)}
<section><h2>Who and where</h2>${detailList(origin)}</section>
</main>
<footer><p>Times are in UTC. Written ${formatTime(writtenMs)} by lambda-release ${told.tool}.</p></footer>
</body>
</html>
`;
  return page.text;
}

function titleOf(names: readonly string[]): string {
  const [name = 'Nothing was released', ...others] = new Set(names);
  if (others.length > 0) return `${others.length + 1} functions`;
  return names.length > 1 ? `${name}, ${names.length} releases` : name;
}
