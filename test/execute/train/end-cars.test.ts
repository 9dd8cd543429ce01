import {describe, expect, it} from 'vitest';
import {RolledBackError} from '../../../src/lib/errors.js';
import {type CarEnd, RidingCar} from '../../../src/lib/execute/train/car.js';
import {toCarReport} from '../../../src/lib/execute/train/car-report.js';
import {holdCars, takeCarsBack} from '../../../src/lib/execute/train/end-cars.js';
import {toTrainError} from '../../../src/lib/execute/train/train-error.js';
import type {RolloutMarker} from '../../../src/lib/model/rollout/marker.js';
import {markerTarget, promotedTarget} from '../../../src/lib/model/rollout/marker-target.js';
import {rolloutStanding} from '../../../src/lib/model/rollout/standing.js';
import {restoredTarget} from '../../../src/lib/plan/tick/find.js';
import {awsError} from '../../fakes/fake-functions.js';
import {aProcess, aWorld, GOOD, type Process, REF} from '../rollout/rollout-world.js';
import {TRAIN_ID} from './train-stage.js';

/** A car at 5 %, whose own driver ends when it is told to. */
async function aRidingCar(description?: string) {
  const process = aProcess(GOOD, aWorld(description));
  await process.run({detach: true, train: {trainId: TRAIN_ID, wave: 1}});
  const standing = rolloutStanding(process.world.newest(REF) as never);
  if (standing.kind !== 'running') throw new Error('Not begun.');
  const {marker} = standing;
  let end: (how: CarEnd<void>) => void = () => undefined;
  const run = () =>
    new Promise<void>((resolve, reject) => {
      end = (how) => (how.state === 'done' ? resolve() : reject(how.error));
    });
  const car = new RidingCar<void>({ref: REF, name: 'checkout:live', deps: process.deps, run}, 1);
  car.begin(
    process.controller.signal,
    (error) => ({state: 'fell', error}),
    () => undefined,
  );
  car.look = {marker} as never;
  return {car, process, marker, end: (how: CarEnd<void>) => end(how)};
}

/** What its own driver does just before a write of the train gets there. */
function justBefore(process: Process, call: string, action: () => void): void {
  let isDone = false;
  process.gate.always = (name) => {
    if (name !== call || isDone) return undefined;
    isDone = true;
    return {kind: 'before', action};
  };
}

function takeBackByItself({world, clock}: Process, {stable}: RolloutMarker): void {
  const alias = world.newest(REF);
  if (alias) world.put({...REF, ...restoredTarget(alias.description, stable)}, clock.now());
}

const FELL = {
  state: 'fell',
  error: new RolledBackError('It failed.', {code: 'ROLLED_BACK_ANALYSIS', suggestions: []}),
} as const;

describe('a car whose own driver ends it in the moment of its train', () => {
  it('fell, and was not lost, when it is to be held', async () => {
    const {car, process, marker, end} = await aRidingCar();
    takeBackByItself(process, marker);
    process.clock.at(process.clock.now() + 30_000, () => end(FELL));
    await holdCars([car]);
    await car.ended;
    expect(toCarReport(car)).toMatchObject({serves: 'old', fell: true, message: 'It failed.'});
  });

  it.each(['hold', 'back'] as const)('fell, and was not lost, between the read and the write (%s)', async (how) => {
    const {car, process, marker, end} = await aRidingCar();
    justBefore(process, 'writeAlias', () => {
      takeBackByItself(process, marker);
      end(FELL);
    });
    const why = {trainId: TRAIN_ID, reason: 'Together.', nowMs: process.clock.now()};
    await (how === 'hold' ? holdCars([car]) : takeCarsBack([car], why));
    await car.ended;
    expect(toCarReport(car)).toMatchObject({serves: 'old', fell: true});
    expect(process.world.newest(REF)?.stable).toBe('6');
  });

  it('is taken back from where its driver has promoted it', async () => {
    const {car, process, marker, end} = await aRidingCar();
    justBefore(process, 'writeAlias', () => {
      const alias = process.world.newest(REF);
      if (alias) process.world.put({...REF, ...promotedTarget(alias.description, marker)}, process.clock.now());
      end({state: 'done', result: undefined});
    });
    await takeCarsBack([car], {trainId: TRAIN_ID, reason: 'Together.', nowMs: process.clock.now()});
    expect(process.world.newest(REF)).toMatchObject({stable: '6'});
    expect(toCarReport(car)).toMatchObject({serves: 'old'});
  });

  it('is held where its driver has moved it on', async () => {
    const {car, process, marker} = await aRidingCar();
    justBefore(process, 'writeAlias', () => {
      const alias = process.world.newest(REF);
      const moved = {...marker, movedMs: [...marker.movedMs, process.clock.now()]};
      if (alias) process.world.put({...REF, ...markerTarget(alias.description, moved)}, process.clock.now());
    });
    await holdCars([car]);
    expect(car.ordered).toEqual([{as: 'hold'}]);
    expect(process.world.newest(REF)?.candidate?.weightPercent).toBe(50);
  });
});

it('prints the command that makes sure of a car, whatever its description says', async () => {
  const {car, process, end} = await aRidingCar('Team: shop');
  process.gate.always = (call) =>
    call === 'writeAlias' ? {kind: 'fail', error: awsError('TIMEOUT', {uncertain: true})} : undefined;
  process.clock.at(process.clock.now() + 300_000, () => end(FELL));
  await takeCarsBack([car], {trainId: TRAIN_ID, reason: 'Together.', nowMs: process.clock.now()});
  const pooled = {log: 0, perCar: [], minutes: 0};
  const error = toTrainError({kind: 'convicted', trainId: TRAIN_ID, reason: 'Together.', cars: [car], pooled});
  expect(error).toMatchObject({exitCode: 6});
  expect(error?.suggestions[0]).toMatch(/^aws lambda update-alias .*--description 'Team: shop/);
});

it.each([
  ['is read', 'getAlias', false],
  ['is written', 'writeAlias', false],
  ['is written, its answers lost', 'writeAlias', true],
])('takes a car back though AWS fails for four minutes when it %s', async (_what, failing, uncertain) => {
  const {car, process, end} = await aRidingCar();
  const untilMs = process.clock.now() + 240_000;
  process.gate.always = (call) => {
    if (call !== failing || process.clock.now() >= untilMs) return undefined;
    return {kind: 'fail', error: awsError('AWS_INTERNAL', {uncertain})};
  };
  process.clock.at(process.clock.now() + 400_000, () => end(FELL));
  await takeCarsBack([car], {trainId: TRAIN_ID, reason: 'Together.', nowMs: process.clock.now()});
  expect(process.world.newest(REF)).toMatchObject({stable: '6'});
  expect(process.world.newest(REF)?.candidate).toBeUndefined();
  expect(toCarReport(car)).toMatchObject({serves: 'old'});
});

it('holds a car though its alias cannot be read for four minutes', async () => {
  const {car, process} = await aRidingCar();
  const untilMs = process.clock.now() + 240_000;
  process.gate.always = (call) =>
    call === 'getAlias' && process.clock.now() < untilMs ? {kind: 'fail', error: awsError('AWS_INTERNAL')} : undefined;
  await holdCars([car]);
  expect(car.ordered).toEqual([{as: 'hold'}]);
  expect(rolloutStanding(process.world.newest(REF) as never)).toMatchObject({marker: {held: true}});
});

it('takes the others back also when a bug of ours is met at one', async () => {
  const [broken, other] = [await aRidingCar(), await aRidingCar()];
  broken.process.deps.aliases.getAlias = () => Promise.reject(new TypeError('A bug.'));
  for (const {process, end} of [broken, other]) process.clock.at(process.clock.now() + 300_000, () => end(FELL));
  const cars = [broken.car, other.car];
  const ended = takeCarsBack(cars, {trainId: TRAIN_ID, reason: 'Together.', nowMs: other.process.clock.now()});
  for (const {process} of [broken, other]) await process.clock.sleep(400_000);
  await ended;
  expect(toCarReport(broken.car)).toMatchObject({serves: 'unknown', message: 'A bug.'});
  expect(toCarReport(other.car)).toMatchObject({serves: 'old'});
});
