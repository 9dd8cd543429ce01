import {expect, it} from 'vitest';
import {recordedConvictions} from '../../../src/lib/plan/versions/recorded-convictions.js';
import {toRecordedEvent} from '../../../src/lib/plan/versions/recorded-event.js';

const ref = {functionName: 'checkout', alias: 'live'};

function convicted(...events: readonly object[]) {
  const at = (minute: number) => `2026-11-21T05:${String(minute).padStart(2, '0')}:00.000Z`;
  const lines = events.flatMap((event, minute) =>
    toRecordedEvent({time: at(minute), id: minute, ref, run: 'a', ...event}),
  );
  return [...recordedConvictions(lines, 'live').values()];
}

const started = {type: 'rollout.started', candidate: '3'};
const because = (cause?: string) => ({type: 'abort.started', reason: 'it fails', ...(cause && {cause})});
const back = {type: 'abort.finished', stable: '2', candidate: '3'};

it.each(['analysis', 'alarm', 'metric'])(
  'a version that was taken back for its %s is convicted, with when and why',
  (cause) => {
    expect(convicted(started, because(cause), back)).toEqual([
      {version: '3', at: '2026-11-21T05:02:00.000Z', reason: 'it fails'},
    ]);
  },
);

it.each([
  ['a failure of AWS', [started, because('awsFailure'), back]],
  ['too little data', [started, because('inconclusive'), back]],
  ['a signal', [started, because('signal'), back]],
  ['a line that does not say of what kind its reason is', [started, because(), back]],
  ['a person', [started, {...back, run: 'b'}]],
  ['a way back that never ended', [started, because('analysis')]],
  ['another alias', [started, because('analysis'), back].map((event) => ({...event, ref: {...ref, alias: 'beta'}}))],
])('%s convicts nobody', (_, events) => {
  expect(convicted(...events)).toEqual([]);
});

it('an abort of a second try does not acquit', () => {
  const again = [started, {...back, run: 'b'}];
  expect(convicted(started, because('analysis'), back, ...again)).toMatchObject([{version: '3'}]);
});

it.each([
  ['a promotion', {type: 'rollout.promoted', version: '3', run: 'b'}],
  ['a move by hand', {type: 'traffic.shifted', from: '2', stable: '3', run: 'b'}],
])('%s afterwards acquits', (_, event) => {
  expect(convicted(started, because('analysis'), back, event)).toEqual([]);
});
