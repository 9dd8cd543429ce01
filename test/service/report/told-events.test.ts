import {expect, it} from 'vitest';
import {toToldEvent} from '../../../src/lib/service/report/told-events.js';
import {eventsOf} from '../../report/page/told-stories.js';

const time = '2026-11-21T12:00:00.000Z';

it('reads every event of a rollout as it was kept', () => {
  for (const {timeMs, event} of eventsOf('promoted')) {
    const line = {time: new Date(timeMs).toISOString(), ...JSON.parse(JSON.stringify(event))};
    expect(toToldEvent(line)).toEqual({timeMs, event: {...JSON.parse(JSON.stringify(event)), time: line.time}});
  }
});

it('says who told it, where that can be read', () => {
  const line = {time, type: 'warning', code: 'LATE', message: 'late'};
  const origin = {command: 'deploy', tool: '0.1.0', host: 'runner'};
  expect(toToldEvent({...line, origin})).toMatchObject({origin});
  expect(toToldEvent({...line, origin: {host: 7}})).not.toHaveProperty('origin');
});

it.each([
  ['no object', 'rollout.started'],
  ['nothing', undefined],
  ['no time', {type: 'warning', code: 'A', message: 'b'}],
  ['a kind of later', {time, type: 'train.started'}],
  ['a progress bar', {time, type: 'upload.progress', functionName: 'checkout', sentBytes: 1, bytes: 2}],
  ['no judgement', {time, type: 'sample.judged', ref: {functionName: 'a', alias: 'b'}, stepIndex: 0, judgement: {}}],
  [
    'causes that are none',
    {time, type: 'failures.found', ref: {functionName: 'a', alias: 'b'}, version: '8', causes: ['x']},
  ],
])('leaves out a line with %s', (_, line) => {
  expect(toToldEvent(line)).toBeUndefined();
});
