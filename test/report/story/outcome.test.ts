import {expect, it} from 'vitest';
import type {ReleaseEvent} from '../../../src/lib/ports/events.js';
import type {Failure} from '../../../src/lib/report/failure.js';
import {outcomeOf, overallOutcome} from '../../../src/lib/report/story/outcome.js';
import {
  aFailure,
  allOn,
  held,
  moved,
  of,
  packaged,
  promoted,
  ref,
  started,
  storiesOf,
  takenBack,
  taking,
  unchanged,
} from './a-release.js';

const elsewhere = (how: 'promoted' | 'aborted' | 'lease' | 'takenOver'): ReleaseEvent => ({
  ...{type: 'rollout.endedElsewhere', ref, how, of, message: 'Somebody did.'},
});
/** The same of another function. */
function other(event: ReleaseEvent): ReleaseEvent {
  const whose = 'ref' in event ? {ref: {...ref, functionName: 'pay'}} : {functionName: 'pay'};
  return {...event, ...whose} as ReleaseEvent;
}

it.each<[string, readonly ReleaseEvent[], Partial<Failure> | undefined, string]>([
  ['a promotion', [started, moved(0, 5), allOn('8'), promoted], undefined, 'promoted'],
  ['a way back', [started, moved(0, 5), taking, allOn('7'), takenBack], {}, 'rolled-back'],
  [
    'a way back that did not end',
    [started, moved(0, 5), taking],
    {exitCode: 6, traffic: 'not restored'},
    'not-restored',
  ],
  ['a hold', [started, moved(0, 5), held], {exitCode: 7, traffic: 'held'}, 'held'],
  ['an interruption that restored', [started, moved(0, 5)], {exitCode: 143, traffic: 'restored'}, 'rolled-back'],
  ['an interruption that held', [started, moved(0, 5)], {exitCode: 143, traffic: 'held'}, 'held'],
  ['an alias in other hands', [started, moved(0, 5)], {exitCode: 6, traffic: 'unknown'}, 'taken-over'],
  ['a lease that ran', [started, elsewhere('lease')], {}, 'rolled-back'],
  ['other hands', [started, elsewhere('takenOver')], {exitCode: 6, traffic: 'unknown'}, 'taken-over'],
  ['a promotion elsewhere', [started, elsewhere('promoted')], undefined, 'promoted'],
  ['a refusal after packing', [packaged], {exitCode: 3, traffic: 'untouched'}, 'failed'],
  ['a refusal before anything', [], {exitCode: 2, traffic: 'untouched'}, 'failed'],
  ['nothing at all', [], undefined, 'unchanged'],
  ['one of two taken back', [promoted, other(started), other(takenBack)], {}, 'rolled-back'],
  ['one of two promoted, the other as it was', [other(unchanged), promoted], undefined, 'promoted'],
  ['one promoted and one refused', [promoted, other(packaged)], {exitCode: 7, traffic: 'mixed'}, 'failed'],
])('%s is told in one word', (_, events, over, outcome) => {
  const failure = over && aFailure(over);
  const {all, lastFunctionName} = storiesOf(events);
  const outcomes = all.map((story) => outcomeOf(story, {failure, lastFunctionName}));
  expect(overallOutcome(outcomes, {failure})).toBe(outcome);
});

it('a function that was not come to is untouched', () => {
  const {all, lastFunctionName} = storiesOf([packaged, other(packaged), started, moved(0, 5), takenBack]);
  const failure = aFailure({});
  expect(all.map((story) => outcomeOf(story, {failure, lastFunctionName}))).toEqual(['rolled-back', 'untouched']);
});
