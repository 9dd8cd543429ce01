import {expect, it} from 'vitest';
import type {ReleaseEvent} from '../../../src/lib/ports/events.js';
import type {Failure} from '../../../src/lib/report/failure.js';
import {markdownReport} from '../../../src/lib/report/markdown/report.js';
import {reportPage} from '../../../src/lib/report/page/page.js';
import {eventsOf, toldOf} from './told-stories.js';

const HOSTILE = `"'></style></title><script>alert(1)</script><img src=x onerror=alert(1)>\u001b[2J\u202e](javascript:alert(1))|\`\n# no heading`;

/** Every text in a value, at any depth, as somebody hostile would have written it. */
function spoilt<Value>(value: Value, keep: ReadonlySet<string>): Value {
  if (typeof value === 'string') return (keep.has(value) ? value : HOSTILE) as Value;
  if (Array.isArray(value)) return value.map((each) => spoilt(each, keep)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, spoilt(each, keep)])) as Value;
}

/** What kind of thing it is, is ours to say; versions and names hold the story together. */
function spoiltEvent(event: ReleaseEvent): ReleaseEvent {
  const kinds = ['SIGTERM', 'abort', 'pass', 'fail', 'analysis', 'signal', 'slow', 'errors', 'p90', 'code'];
  return spoilt(event, new Set([event.type, ...kinds, '7', '8', 'k3x9a0', 'checkout', 'live']));
}

const failure: Failure = {
  ...{code: 'ROLLED_BACK', message: HOSTILE, suggestions: [HOSTILE, `lambda-release ${HOSTILE}`], details: {}},
  ...{exitCode: 5, traffic: 'restored'},
};
const origin = {command: HOSTILE, tool: HOSTILE, host: HOSTILE, by: HOSTILE, job: HOSTILE, commit: HOSTILE};
const told = toldOf(
  eventsOf('interrupted').map(({timeMs, event}) => ({timeMs, event: spoiltEvent(event)})),
  {failure, origin, source: HOSTILE, tool: HOSTILE},
);

it('whatever AWS, a log or a person has written is shown as text on a page', () => {
  const page = reportPage(told, 'body{}');
  expect(page.split('&lt;script&gt;alert(1)&lt;/script&gt;').length).toBeGreaterThan(20);
  expect(page).not.toMatch(/<script|<img|<\/style>[\s\S]*<\/style>|<\/title>[\s\S]*<\/title>/);
  expect(page).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  // The tags that are there are all ours, and none has an attribute that is not.
  const attributes = [...page.matchAll(/<\w+((?: [\w-]+="[^"]*")*)\/?>/g)].flatMap(([, all = '']) =>
    [...all.matchAll(/ ([\w-]+)=/g)].map(([, name]) => name),
  );
  expect(
    [...new Set(attributes)].filter((name) => name?.startsWith('on') || name === 'src' || name === 'href'),
  ).toEqual([]);
  expect(page.replaceAll(/<\/?\w+(?: [\w-]+(?:="[^"]*")?)*\/?>|<!doctype html>/g, '')).not.toMatch(/[<>]/);
});

it('and as text in Markdown', () => {
  const text = markdownReport(told);
  const outside = text.replaceAll(/```sh\n[\s\S]*?\n```/g, '');
  expect(outside).not.toMatch(/<(script|img)/);
  expect(outside).not.toMatch(/^# /m);
  expect(outside).not.toMatch(/(?<!\\)\]\(javascript/);
  expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
});
