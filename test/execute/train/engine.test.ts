import {expect, it} from 'vitest';
import {toTrainError} from '../../../src/lib/execute/train/train-error.js';
import {GOOD, Process, type Script, START_MS} from '../rollout/rollout-world.js';
import {once} from '../tick/ticking.js';
import {TrainStage} from './train-stage.js';

const MINUTE_MS = 60_000;
const ENGINE = {engine: 'step-functions', watchMs: 0} as const;

/** A stage whose cars are executions once they are handed over: each is ticked once a minute. */
function engineered(waves: readonly number[], traffic: Script = GOOD): TrainStage {
  const stage = new TrainStage({waves, trafficOf: () => traffic});
  for (const {world, deps} of stage.processes) {
    const tick = async (atMs: number) => {
      if (deps.engine.started.size > 0) {
        const {kind} = await once(new Process(world, stage.clock, traffic));
        if (kind === 'ended' || kind === 'nothing') return;
      }
      if (atMs < START_MS + 120 * MINUTE_MS) stage.clock.at(atMs + MINUTE_MS, () => void tick(atMs + MINUTE_MS));
    };
    stage.clock.at(START_MS + 75_000, () => void tick(START_MS + 75_000));
  }
  return stage;
}

it('goes in waves of executions, and judges them together', async () => {
  const stage = engineered([1, 2]);
  const outcome = await stage.run({bakeMs: 0}, ENGINE);
  expect(toTrainError(outcome)).toBeUndefined();
  expect(stage.serves).toEqual(['7', '7', '7']);
  expect(stage.processes.map(({deps}) => deps.engine.started.size)).toEqual([1, 1, 1]);
  expect(outcome.pooled.minutes).toBeGreaterThan(3);
});

it('takes executions back as well, by their aliases, when it is convicted', async () => {
  const stage = engineered([25], {invocations: 300, errorRates: {6: 0.001, 7: 0.02}});
  const outcome = await stage.run({}, ENGINE);
  expect(toTrainError(outcome)).toMatchObject({exitCode: 5, code: 'TRAIN_CONVICTED', traffic: 'restored'});
  expect(stage.serves).toEqual(stage.processes.map(() => '6'));
});
