import {expect, it} from 'vitest';
import {markdownReport} from '../../../src/lib/report/markdown/report.js';
import {stepSummary} from '../../../src/lib/report/markdown/summary.js';
import {reportPage} from '../../../src/lib/report/page/page.js';
import {aTrain} from './told-train.js';

it('tells a train before its aliases: a line of each, why it stopped, and who brought most of it, with links to their stories', () => {
  const told = aTrain();
  const text = reportPage(told, 'body{}');
  expect(text).toContain('<p class="sentence">4 aliases in 2 waves: 1 promoted, 2 taken back, 1 not begun.</p>');
  expect(text).toContain(
    '<p class="why">Together the new versions of 3 aliases fail more often than is tolerated.</p>',
  );
  const links = [...text.matchAll(/<a href="#([^"]+)">([^<]+)<\/a>/g)].map(([, anchor, name]) => [anchor, name]);
  expect(links.slice(0, 2)).toEqual([
    ['story-1', 'pay:live'],
    ['story-2', '&lt;b&gt;:live'],
  ]);
  for (const [anchor] of links) expect(text).toContain(`<article id="${anchor}">`);
  expect(text.replace(/<[^>]*>/g, ' ')).toMatch(/pay:live +2 +taken back +7 +fail +[\d,]+ /);
  expect(text).toContain('id="t0-together"');
  expect(text).toContain('convicted at 100');
  expect(text).not.toMatch(/NaN|undefined|Infinity/);
  const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

it('tells the same in Markdown, above the stories, and in a step summary without the numbers behind it', () => {
  const told = aTrain();
  const summary = stepSummary(told.stories, undefined, told.trains);
  expect(summary).toMatch(
    /^### Train k3x9a0: 4 aliases in 2 waves: 1 promoted, 2 taken back, 1 not begun\n\n\*\*Why:\*\* Together/,
  );
  expect(summary).toContain('**Most of the evidence from:** pay:live, &lt;b>:live');
  expect(summary).toContain('| checkout:live | 1 | promoted | 8 | pass |');
  expect(summary.indexOf('### Train')).toBeLessThan(summary.indexOf('checkout:live: version 8'));
  expect(summary).not.toContain('Evidence of all together');
  expect(markdownReport(told)).toContain(
    '#### Evidence of all together\n\n| Looked at | Evidence of all together | Bound |',
  );
});

it('puts nothing of a train into the story of an alias, and no train where there was none', () => {
  const {stories} = aTrain();
  expect(stories.flatMap(({story}) => story.happenings.map(({text}) => text)).join('\n')).not.toMatch(/wave|Together/);
  expect(reportPage({...aTrain(), trains: []}, '')).not.toContain('Its aliases');
});
