import {expect, it} from 'vitest';
import {notificationSchema} from '../../../scripts/docs/notification-schema.js';
import type {ReleaseEvent} from '../../../src/lib/ports/events.js';
import {Transitions} from '../../../src/lib/report/notify/notification.js';
import {notificationText} from '../../../src/lib/report/notify/notification-text.js';

const ref = {functionName: 'checkout', alias: 'live'};
const of = {rolloutId: 'k3x9a0', stable: '7', candidate: '8', stepCount: 3, moves: 2};
const origin = {command: 'deploy', tool: '0.1.0', host: 'here', by: 'arn:aws:iam::000000000000:user/ada'};
const WHY = 'candidate 8 failed 12 of 100 requests';

const shifted = (stepIndex: number, weightPercent: number, moves: number): ReleaseEvent => ({
  ...{type: 'traffic.shifted', ref, stable: '7', candidate: {version: '8', weightPercent}, stepIndex, stepCount: 3},
  of: {...of, moves},
});
const endedElsewhere = (how: 'promoted' | 'aborted' | 'lease' | 'takenOver'): ReleaseEvent => ({
  ...{type: 'rollout.endedElsewhere', ref, how, of, message: 'Somebody did.'},
});

it.each<[string, ReleaseEvent, object, string]>([
  [
    'the first move',
    shifted(0, 5, 1),
    {id: 'k3x9a0/started', transition: 'started', weightPercent: 5, step: 1, stepCount: 3},
    'checkout:live: version 8 begins to replace 7, with 5% of the traffic (step 1 of 3). By arn:aws:iam::000000000000:user/ada.',
  ],
  [
    'the next step',
    shifted(1, 25, 2),
    {id: 'k3x9a0/step/2', transition: 'step', weightPercent: 25, step: 2},
    'version 8 has 25% of the traffic (step 2 of 3)',
  ],
  [
    'a hold',
    {type: 'rollout.held', ref, stepIndex: 1, reason: 'too few requests', of},
    {id: 'k3x9a0/held/2', transition: 'held', step: 2, reason: 'too few requests'},
    'the rollout of version 8 waits for a person (step 2 of 3). too few requests.',
  ],
  [
    'a promotion',
    {type: 'rollout.promoted', ref, version: '8', of},
    {id: 'k3x9a0/promoted', transition: 'promoted', weightPercent: 100},
    'checkout:live: version 8 has all traffic.',
  ],
  [
    'a way back by a person',
    {type: 'abort.finished', ref, stable: '7', candidate: '8', of},
    {id: 'k3x9a0/takenBack', transition: 'takenBack', weightPercent: 0},
    'version 8 was taken back, 7 has all traffic.',
  ],
  [
    'a lease that ran',
    endedElsewhere('lease'),
    {id: 'k3x9a0/takenBack', transition: 'takenBack', reason: 'Somebody did.'},
    'version 8 was taken back, 7 has all traffic. Somebody did.',
  ],
  ['an abort from elsewhere', endedElsewhere('aborted'), {id: 'k3x9a0/takenBack'}, 'was taken back'],
  ['a promotion from elsewhere', endedElsewhere('promoted'), {id: 'k3x9a0/promoted'}, 'has all traffic'],
  [
    'other hands',
    endedElsewhere('takenOver'),
    {id: 'k3x9a0/takenOver', transition: 'takenOver'},
    'the rollout of version 8 is in other hands, and nothing was touched.',
  ],
])('%s is told, in the published form', (_, event, expected, text) => {
  const told = new Transitions().of(Date.UTC(2026, 10, 27, 1, 40), event);
  if (!told) throw new Error('Nothing is told.');
  const notification = {...told, ...origin};
  expect(notification).toMatchObject({...ref, rolloutId: 'k3x9a0', time: '2026-11-27T01:40:00.000Z', ...expected});
  expect(notificationSchema.parse(notification)).toEqual(notification);
  expect(notificationText(notification)).toContain(text);
});

it('a way back by the judge says why, once', () => {
  const transitions = new Transitions();
  const events: readonly ReleaseEvent[] = [
    {type: 'abort.started', ref, reason: WHY, cause: 'analysis'},
    {type: 'traffic.shifted', ref, stable: '7', of},
    {type: 'abort.finished', ref, stable: '7', candidate: '8', of},
    {type: 'abort.finished', ref, stable: '7', candidate: '8', of},
  ];
  const told = events.flatMap((event) => transitions.of(0, event) ?? []);
  expect(told.map(({transition, reason}) => [transition, reason])).toEqual([
    ['takenBack', WHY],
    ['takenBack', undefined],
  ]);
});

it.each<[string, ReleaseEvent]>([
  ['a move by hand', {type: 'traffic.shifted', ref, stable: '7', from: '8'}],
  [
    'a move by hand of a part',
    {type: 'traffic.shifted', ref, stable: '7', candidate: {version: '8', weightPercent: 5}},
  ],
  ['a promotion of nobody’s rollout', {type: 'rollout.promoted', ref, version: '8'}],
  ['what is planned', {type: 'rollout.started', ref, rolloutId: 'k3x9a0', stable: '7', candidate: '8', steps: []}],
  ['a bake', {type: 'bake.started', ref, stepIndex: 0, stepCount: 3, bakeMs: 1}],
  ['a warning', {type: 'warning', code: 'X', message: 'x'}],
])('%s is no transition of a rollout', (_, event) => {
  expect(new Transitions().of(0, event)).toBeUndefined();
});
