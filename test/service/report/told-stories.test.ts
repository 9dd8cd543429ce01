import {expect, it} from 'vitest';
import type {ToldEvent} from '../../../src/lib/service/report/told-events.js';
import {toldStory} from '../../../src/lib/service/report/told-stories.js';
import {eventsOf} from '../../report/page/told-stories.js';

const ref = {functionName: 'checkout', alias: 'live'};
const DAY_MS = 86_400_000;
const by = (who: string) => ({command: 'deploy', tool: '0.1.0', host: 'runner', by: who});

function told(course: 'promoted' | 'takenBack', day: number, rolloutId: string, who: string): readonly ToldEvent[] {
  return eventsOf(course).map(({timeMs, event}) => ({
    timeMs: timeMs + day * DAY_MS,
    event: JSON.parse(JSON.stringify(event).replaceAll('k3x9a0', rolloutId)),
    origin: by(who),
  }));
}

const first = told('takenBack', 0, 'aaaaaa', 'one');
const second = told('promoted', 1, 'bbbbbb', 'two');

it('is of the newest rollout, whatever the order of the lines', () => {
  const story = toldStory([...second, ...first], {ref});
  expect(story).toMatchObject({story: {rolloutId: 'bbbbbb', ending: 'promoted'}, origins: [by('two')]});
});

it('is of the one that is named, and of nobody else', () => {
  const story = toldStory([...first, ...second], {ref, rolloutId: 'aaaaaa'});
  expect(story).toMatchObject({story: {rolloutId: 'aaaaaa', ending: 'rolled-back'}, origins: [by('one')]});
  expect(toldStory([...first, ...second], {ref, rolloutId: 'cccccc'})).toBeUndefined();
  expect(toldStory(first, {ref: {...ref, alias: 'blue'}})).toBeUndefined();
});

it('names everybody who has told of it', () => {
  const ended = first.map((each, nth) => (nth === first.length - 2 ? {...each, origin: by('on call')} : each));
  expect(toldStory(ended, {ref})?.origins).toEqual([by('one'), by('on call')]);
});
