import {setImmediate} from 'node:timers/promises';
import {expect, it} from 'vitest';
import {RidingCar, type TrainCar} from '../../../src/lib/execute/train/car.js';
import {takeCarsBack} from '../../../src/lib/execute/train/end-cars.js';
import type {AliasesPort} from '../../../src/lib/ports/lambda/aliases.js';
import {awsError} from '../../fakes/fake-functions.js';
import {REF} from '../rollout/rollout-world.js';
import {TRAIN_ID, TrainStage} from './train-stage.js';

/** A car of a wave that has ended well. */
async function done(car: Pick<TrainCar<void>, 'place' | 'deps'>, wave: number) {
  const riding = new RidingCar<void>({ref: REF, name: `car-${wave}`, run: async () => undefined, ...car}, wave);
  const toEnd = (error: unknown) => ({state: 'stopped' as const, error});
  riding.begin(new AbortController().signal, toEnd, () => undefined);
  await riding.ended;
  return riding;
}

it('a car that AWS fails keeps no car of an earlier wave waiting for more than a minute', async () => {
  const stage = new TrainStage({waves: [1, 1]});
  await stage.run({bakeMs: 0}, {watchMs: 0});
  const [first, last] = stage.processes;
  if (!first || !last) throw new Error('There are two cars.');
  const beganMs = stage.clock.now();
  let wroteMs = Number.POSITIVE_INFINITY;
  const writes = (process: typeof first, before: () => void) => {
    const {aliases} = process.deps;
    const rest = {
      getAlias: aliases.getAlias.bind(aliases),
      listAliases: aliases.listAliases.bind(aliases),
      createAlias: aliases.createAlias.bind(aliases),
    };
    return {
      ...rest,
      writeAlias: async (...asked: Parameters<AliasesPort['writeAlias']>) => {
        before();
        return aliases.writeAlias(...asked);
      },
    };
  };
  const early = writes(first, () => {
    wroteMs = Math.min(wroteMs, stage.clock.now());
  });
  const failing = writes(last, () => {
    if (stage.clock.now() < beganMs + 4 * 60_000) throw awsError('AWS_INTERNAL');
  });
  const cars = [
    await done({deps: {...first.deps, aliases: early}}, 1),
    await done({deps: {...last.deps, aliases: failing}}, 2),
  ];
  await takeCarsBack(cars, {trainId: TRAIN_ID, reason: 'together', nowMs: beganMs});
  expect(stage.serves).toEqual(['6', '6']);
  expect(wroteMs - beganMs).toBeLessThan(70_000);
});

it('a place that does not answer keeps no other place from going back, whatever waves they were in', async () => {
  const stage = new TrainStage({waves: [1, 1]});
  await stage.run({bakeMs: 0}, {watchMs: 0});
  expect(stage.serves).toEqual(['7', '7']);
  const [first, last] = stage.processes;
  if (!first || !last) throw new Error('There are two cars.');
  let answer: () => void = () => undefined;
  const silent = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const {aliases} = last.deps;
  const slow: AliasesPort = {
    getAlias: async (...asked) => {
      await silent;
      return aliases.getAlias(...asked);
    },
    listAliases: (...asked) => aliases.listAliases(...asked),
    createAlias: (...asked) => aliases.createAlias(...asked),
    writeAlias: (...asked) => aliases.writeAlias(...asked),
  };
  const cars = [
    await done({place: {environment: 'us'}, deps: first.deps}, 1),
    await done({place: {environment: 'eu'}, deps: {...last.deps, aliases: slow}}, 2),
  ];
  const back = takeCarsBack(cars, {trainId: TRAIN_ID, reason: 'together', nowMs: stage.clock.now()});
  for (let turn = 0; turn < 1000 && stage.serves[0] !== '6'; turn++) await setImmediate();
  expect(stage.serves).toEqual(['6', '7']);
  answer();
  await back;
  expect(stage.serves).toEqual(['6', '6']);
});
