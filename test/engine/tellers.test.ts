import {expect, it} from 'vitest';
import {createTellers, originOfTick} from '../../src/lib/engine/tellers.js';
import type {Tells} from '../../src/lib/model/rollout/execution.js';
import type {ReleaseEvent} from '../../src/lib/ports/events.js';
import {SimulatedClock} from '../fakes/simulated-clock.js';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:lambda-release-tick:live';
const PROMOTED: ReleaseEvent = {
  ...{type: 'rollout.promoted', ref: {functionName: 'checkout', alias: 'live'}, version: '8'},
  of: {rolloutId: 'k3x9a0', stable: '7', candidate: '8'},
};

function opened(tells: Tells, isAway = false) {
  const kept: {readonly logGroup: string; readonly text: string}[] = [];
  const put: {readonly bus: string; readonly detail: object}[] = [];
  const logged: string[] = [];
  const away = async () => {
    if (isAway) throw new Error('It is away.');
  };
  const tellers = createTellers({
    clock: new SimulatedClock(0),
    recordStore: {
      append: async (logGroup, _stream, lines) => {
        await away();
        kept.push(...lines.map(({text}) => ({logGroup, text})));
      },
    },
    eventBus: {
      put: async (bus, {detail}) => {
        await away();
        put.push({bus, detail});
      },
    },
    tells,
    origin: originOfTick(ARN, '1.2.3'),
    log: (line) => logged.push(line),
  });
  return {tellers, kept, put, logged};
}

it('what a tick does goes into its log, into the record and to the event bus, each with who did it', async () => {
  const {tellers, kept, put, logged} = opened({logGroup: '/lambda-release', eventBus: 'releases'});
  tellers.events.emit(PROMOTED);
  await tellers.close();
  const by = {command: 'engine', tool: '1.2.3', by: ARN, account: '123456789012', region: 'eu-west-1'};
  expect(logged.map((line) => JSON.parse(line))).toEqual([{time: '1970-01-01T00:00:00.000Z', ...PROMOTED}]);
  expect(kept.map(({logGroup, text}) => [logGroup, JSON.parse(text)])).toEqual([
    ['/lambda-release', expect.objectContaining({type: 'rollout.promoted', origin: expect.objectContaining(by)})],
  ]);
  expect(put).toEqual([{bus: 'releases', detail: expect.objectContaining({transition: 'promoted', ...by})}]);
});

it('nobody is told where nobody is to be', async () => {
  const {tellers, kept, put, logged} = opened({});
  tellers.events.emit(PROMOTED);
  await tellers.close();
  expect([kept, put, logged.length]).toEqual([[], [], 1]);
});

it('a record and a bus that fail are lines of the log', async () => {
  const {tellers, logged} = opened({logGroup: '/lambda-release', eventBus: 'releases'}, true);
  tellers.events.emit(PROMOTED);
  await tellers.close();
  expect(logged.slice(1).map((line) => JSON.parse(line).code)).toEqual(
    expect.arrayContaining(['RECORD_FAILED', 'NOTIFY_FAILED']),
  );
});
