import {expect, it} from 'vitest';
import type {ReleaseEvent} from '../../../src/lib/ports/events.js';
import type {Failure} from '../../../src/lib/report/failure.js';
import {stepSummary} from '../../../src/lib/report/markdown/summary.js';
import {outcomeOf} from '../../../src/lib/report/story/outcome.js';
import {
  aFailure,
  allOn,
  moved,
  passed,
  promoted,
  published,
  ref,
  started,
  storiesOf,
  takenBack,
  taking,
  unchanged,
} from '../story/a-release.js';

function summaryOf(events: readonly ReleaseEvent[], failure?: Failure): string {
  const {all, lastFunctionName} = storiesOf(events);
  return stepSummary(
    all.map((story) => ({story, outcome: outcomeOf(story, {failure, lastFunctionName})})),
    failure,
  );
}

it('tells a promotion: from which version to which, who had which share since when, and the way back', () => {
  expect(summaryOf([published, started, moved(0, 5), passed, moved(1, 25), allOn('8'), promoted])).toBe(
    [
      '### ✅ checkout:live: version 8 has all traffic, before it was 7',
      '',
      '| From | Version 7 | Version 8 | Why |',
      '| --- | --- | --- | --- |',
      '| 2026-11-21T05:02:00Z | 95% | 5% | step 1 of 2 |',
      '| 2026-11-21T05:04:00Z | 75% | 25% | step 2 of 2: no worse |',
      '| 2026-11-21T05:05:00Z | 0% | 100% |  |',
      '',
      '```sh',
      'lambda-release rollback checkout:live --to 7',
      '```',
      '',
      '',
    ].join('\n'),
  );
});

it('tells a way back with its reason and the ways out of the failure, none of which is Markdown', () => {
  const failure = aFailure({
    message: 'Version 8 was worse: *12* of 100\nsee `logs` | more',
    suggestions: ['Look at <its> logs.', "lambda-release logs 'checkout:8'"],
  });
  expect(summaryOf([started, moved(0, 5), taking, allOn('7'), takenBack], failure)).toBe(
    [
      '### ↩️ checkout:live: version 8 was taken back, 7 has all traffic',
      '',
      '| From | Version 7 | Version 8 | Why |',
      '| --- | --- | --- | --- |',
      '| 2026-11-21T05:01:00Z | 95% | 5% | step 1 of 2 |',
      '| 2026-11-21T05:03:00Z | 100% | 0% | taken back |',
      '',
      '**Why:** 12 of 100 &lt;failed>',
      '',
      '**ROLLED_BACK** (exit 5, traffic restored): Version 8 was worse: \\*12\\* of 100 see \\`logs\\` \\| more',
      '',
      '- Look at &lt;its> logs.',
      '',
      '```sh',
      "lambda-release logs 'checkout:8'",
      '```',
      '',
      '',
    ].join('\n'),
  );
});

it('says a reason once, where the failure says it too', () => {
  const failure = aFailure({message: 'Version 8 was taken back: 12 of 100 <failed>.'});
  const summary = summaryOf([started, moved(0, 5), taking, allOn('7'), takenBack], failure);
  expect(summary.match(/12 of 100/g)).toHaveLength(1);
});

it.each<[string, readonly ReleaseEvent[], string]>([
  ['a first release', [published, {type: 'traffic.shifted', ref, stable: '8'}], 'created, version 8 has all traffic'],
  [
    'a rollback',
    [{type: 'traffic.shifted', ref, stable: '7', from: '8'}],
    'version 7 has all traffic, before it was 8',
  ],
  ['a detached rollout', [started, moved(0, 5)], 'version 8 over version 7 is on its way'],
  ['a publication', [published], 'version 8 is published, no traffic was moved'],
  ['nothing to do', [unchanged], 'nothing had to change'],
])('has a heading for %s', (_, events, heading) => {
  expect(summaryOf(events).split('\n')[0]).toContain(heading);
});

it('is empty when there is nothing to tell', () => {
  expect(summaryOf([{type: 'heartbeat', message: 'nothing runs'}])).toBe('');
});

it('tells a failure that came before any function was named', () => {
  expect(summaryOf([], aFailure({code: 'USAGE', exitCode: 2, traffic: 'untouched', message: 'No.'}))).toBe(
    '**USAGE** (exit 2, traffic untouched): No.\n\n',
  );
});
