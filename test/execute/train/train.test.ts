import {describe, expect, it} from 'vitest';
import {toTrainError} from '../../../src/lib/execute/train/train-error.js';
import {splitDescription} from '../../../src/lib/model/alias/description.js';
import {awsError} from '../../fakes/fake-functions.js';
import {BAD, GOOD, REF, START_MS, TOOK_BACK} from '../rollout/rollout-world.js';
import {TRAIN_ID, TrainStage} from './train-stage.js';

const WHOLE = ['7@5', '7@50', '7', '7'];
/** Every car one percentage point worse, and too quiet to show it alone. */
const WORSE = {invocations: 300, errorRates: {6: 0.001, 7: 0.02}};

describe('a train', () => {
  it('releases its waves one after the other, and says in each alias by which train', async () => {
    const stage = new TrainStage({waves: [1, 2, 3]});
    const outcome = await stage.run();
    expect(outcome.kind).toBe('released');
    expect(toTrainError(outcome)).toBeUndefined();
    expect(stage.paths).toEqual(stage.processes.map(() => WHOLE));
    expect(stage.descriptions).toEqual(stage.processes.map(() => `Checkout, the live one. [7 was 6 5 by ${TRAIN_ID}]`));
    const first = stage.processes.map(
      ({world}) => world.momentsOf({functionName: 'checkout', alias: 'live'})[1]?.atMs ?? 0,
    );
    expect(first[1]).toBe(first[2]);
    expect(Math.min(...first.slice(1))).toBeGreaterThan((first[0] ?? 0) + 6 * 60_000);
    expect(Math.min(...first.slice(3))).toBeGreaterThan((first[1] ?? 0) + 6 * 60_000);
    expect(stage.events.of('train.waveBegan').map(({wave, cars}) => [wave, cars])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('keeps to as many cars at one time as it is told', async () => {
    const stage = new TrainStage({waves: [4]});
    await stage.run({parallel: 2}, {watchMs: 0});
    const moments = stage.processes.map(({world}) => world.momentsOf({functionName: 'checkout', alias: 'live'}));
    const [firstEnd, thirdBegin] = [moments[0]?.at(-1)?.atMs ?? 0, moments[2]?.[1]?.atMs ?? 0];
    expect(thirdBegin).toBeGreaterThanOrEqual(firstEnd);
  });

  it('takes back the one bad car alone, and holds the rest', async () => {
    const stage = new TrainStage({waves: [3, 3], trafficOf: (car) => (car === 1 ? BAD : GOOD)});
    const outcome = await stage.run();
    expect(outcome.kind).toBe('held');
    expect(stage.serves).toEqual(['6+7@5', '6', '6+7@5', '6', '6', '6']);
    expect(stage.descriptions[1]).toMatch(TOOK_BACK);
    for (const car of [0, 2]) expect(splitDescription(stage.descriptions[car] ?? '').marker?.held).toBe(true);
    const error = toTrainError(outcome);
    expect(error).toMatchObject({exitCode: 5, code: 'TRAIN_HELD', traffic: 'mixed'});
    expect(error?.message).toContain('car-1:live fell.');
    expect(error?.details.cars).toMatchObject([
      {name: 'car-0:live', serves: 'both'},
      {name: 'car-1:live', serves: 'old', fell: true},
      {name: 'car-2:live', serves: 'both'},
      {name: 'car-3:live', serves: 'untouched'},
      {serves: 'untouched'},
      {serves: 'untouched'},
    ]);
  });

  it('is convicted by what all of its cars have in common, and gives back those in flight and those that were done', async () => {
    const stage = new TrainStage({waves: [1, 25], trafficOf: () => WORSE});
    const outcome = await stage.run({bakeMs: 0}, {watchMs: 0});
    expect(outcome.kind).toBe('convicted');
    expect(outcome.reason).toMatch(
      /^Together the new versions of 26 aliases fail more often than is tolerated: evidence /,
    );
    expect(stage.serves).toEqual(stage.processes.map(() => '6'));
    expect(stage.paths[0]).toEqual(['7@5', '7@50', '7', '6']);
    for (const description of stage.descriptions)
      expect(description).toMatch(/was 5\] \[took back 7 .*: Together the new/);
    const error = toTrainError(outcome);
    expect(error).toMatchObject({exitCode: 5, code: 'TRAIN_CONVICTED', traffic: 'restored'});
  });

  it('is convicted, too, by as many cars as fell by themselves', async () => {
    const stage = new TrainStage({waves: [4, 2], trafficOf: (car) => (car < 2 ? BAD : GOOD)});
    const outcome = await stage.run();
    expect(outcome).toMatchObject({kind: 'convicted', reason: '2 aliases fell by themselves: car-0:live, car-1:live.'});
    expect(stage.serves).toEqual(['6', '6', '6', '6', '6', '6']);
  });

  it('does not look at a wave that moves no traffic, and gives back nothing of it', async () => {
    const stage = new TrainStage({waves: [1, 3], idle: [0, 1], trafficOf: (car) => (car < 2 ? GOOD : BAD)});
    const outcome = await stage.run();
    const began = stage.events.of('train.waveBegan');
    expect(began.map(({wave}) => wave)).toEqual([1, 2]);
    expect(stage.processes[2]?.world.momentsOf(REF)[1]?.atMs).toBeLessThan(START_MS + 60_000);
    expect(outcome.kind).toBe('convicted');
    expect(stage.serves).toEqual(['6', '6', '6', '6']);
    const error = toTrainError(outcome);
    expect(error).toMatchObject({exitCode: 5, code: 'TRAIN_CONVICTED', traffic: 'restored'});
    expect(error?.message).toContain('2 serve it already: car-0:live, car-1:live');
  });

  it('says of who fell or could not why, and how to go on there, first of all', async () => {
    const stage = new TrainStage({waves: [1, 1]});
    stage.gate.always = (call) =>
      call === 'writeAlias' && stage.serves[0] === '7' ? {kind: 'fail', error: awsError('ACCESS_DENIED')} : undefined;
    const error = toTrainError(await stage.run({}, {watchMs: 0}));
    expect(error).toMatchObject({exitCode: 7, code: 'TRAIN_HELD', traffic: 'mixed'});
    expect(error?.message).toContain('1 on the new version: car-0:live');
    expect(error?.message).toContain(awsError('ACCESS_DENIED').message);
    expect(error?.suggestions[0]).toBe(awsError('ACCESS_DENIED').suggestions[0]);
    expect(error?.suggestions.at(-1)).toBe(`Take all of it back: lambda-release train abort --train ${TRAIN_ID}`);
  });

  it('holds where it is convicted and was told to', async () => {
    const stage = new TrainStage({waves: [4, 2], trafficOf: (car) => (car < 2 ? BAD : GOOD)});
    const outcome = await stage.run({onFailure: 'hold'});
    expect(outcome.kind).toBe('convicted');
    expect(stage.serves).toEqual(['6', '6', '6+7@5', '6+7@5', '6', '6']);
    expect(toTrainError(outcome)).toMatchObject({exitCode: 5, code: 'TRAIN_HELD'});
  });

  it('blames nobody for an outage that all share', async () => {
    const outage = (minuteMs: number) => {
      const minute = (minuteMs / 60_000) % 60;
      return {invocations: 300, errorRates: minute >= 3 && minute < 6 ? {6: 0.3, 7: 0.3} : {}};
    };
    const stage = new TrainStage({waves: [6], trafficOf: () => outage});
    expect((await stage.run({}, {watchMs: 0})).kind).toBe('released');
  });

  it('takes every car back on a signal', async () => {
    const stage = new TrainStage({waves: [3, 3]});
    stage.clock.at(stage.clock.now() + 5 * 60_000, () => stage.controller.abort({signal: 'SIGINT'}));
    const outcome = await stage.run();
    expect(outcome.kind).toBe('interrupted');
    expect(stage.serves).toEqual(stage.processes.map(() => '6'));
    expect(toTrainError(outcome)).toMatchObject({exitCode: 130, traffic: 'restored'});
  });

  it('ends with the code of its signal also where no car is under way', async () => {
    const stage = new TrainStage({waves: [1, 1]});
    const emit = stage.events.emit.bind(stage.events);
    stage.events.emit = (event) => {
      emit(event);
      if (event.type === 'train.waveBegan' && event.wave === 1) stage.clock.at(stage.clock.now() + 60_000, bakes);
    };
    const bakes = () => {
      if (stage.serves[0] === '7' && !stage.descriptions[0]?.includes('lr1'))
        stage.controller.abort({signal: 'SIGTERM'});
      else stage.clock.at(stage.clock.now() + 60_000, bakes);
    };
    const error = toTrainError(await stage.run({bakeMs: 3_600_000}, {watchMs: 0}));
    expect(stage.serves).toEqual(['7', '6']);
    expect(error).toMatchObject({exitCode: 143, traffic: 'mixed'});
  });

  it('says what it was convicted of also when a signal comes while it takes its cars back', async () => {
    const stage = new TrainStage({waves: [4, 2], trafficOf: (car) => (car < 2 ? BAD : GOOD)});
    const emit = stage.events.emit.bind(stage.events);
    stage.events.emit = (event) => {
      emit(event);
      if (event.type === 'train.stopped') stage.controller.abort({signal: 'SIGTERM'});
    };
    const error = toTrainError(await stage.run());
    expect(stage.serves).toEqual(['6', '6', '6', '6', '6', '6']);
    expect(error).toMatchObject({exitCode: 143, traffic: 'restored'});
    expect(error?.message).toContain('2 aliases fell by themselves: car-0:live, car-1:live.');
  });

  it('leaves an alias alone that somebody else has released to since', async () => {
    const stage = new TrainStage({waves: [1, 25], trafficOf: () => WORSE});
    const [first] = stage.processes;
    stage.clock.at(stage.clock.now() + 9 * 60_000, () => {
      const alias = first?.world.newest({functionName: 'checkout', alias: 'live'});
      if (alias?.stable === '7') first?.world.put({...alias, stable: '8', description: 'Theirs.'}, stage.clock.now());
    });
    const outcome = await stage.run({bakeMs: 0}, {watchMs: 0});
    expect(outcome.kind).toBe('convicted');
    expect(stage.serves[0]).toBe('8');
    const error = toTrainError(outcome);
    expect(error).toMatchObject({exitCode: 6, code: 'TRAIN_NOT_RESTORED', traffic: 'mixed'});
    expect(error?.message).toContain('1 nobody can tell: car-0:live');
  });
});
