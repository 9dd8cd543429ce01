import {describe, expect, it} from 'vitest';
import type {CarReport} from '../../../src/lib/execute/train/car-report.js';
import {toCarReport} from '../../../src/lib/execute/train/car-report.js';
import type {TrainOutcome} from '../../../src/lib/execute/train/train.js';
import {toTrainError} from '../../../src/lib/execute/train/train-error.js';
import type {Fault} from '../../fakes/call-gate.js';
import {someOf} from '../../fakes/some-of.js';
import {isWhole} from '../../fakes/whole.js';
import {BAD, GOOD, type Script} from '../rollout/rollout-world.js';
import {TrainStage} from './train-stage.js';

const WAVES = [1, 2, 3];
const SPEC = {watchMs: 60_000};
const SAID = {bakeMs: 0};

const TRAINS: readonly (readonly [string, (car: number) => Script])[] = [
  ['a good train', () => GOOD],
  ['one bad car', (car) => (car === 2 ? BAD : GOOD)],
  ['a bad layer', () => ({invocations: 2_000, errorRates: {6: 0.001, 7: 0.02}})],
];

/** Calls that a train makes when nothing goes wrong. */
async function callsOf(trafficOf: (car: number) => Script): Promise<number> {
  const stage = new TrainStage({waves: WAVES, trafficOf});
  await stage.run(SAID, SPEC);
  return stage.gate.calls.length;
}

const AS_TOLD: Readonly<Record<CarReport['serves'], RegExp>> = {
  new: /^7$/,
  old: /^6$/,
  both: /^6\+7@/,
  untouched: /^6$/,
  made: /^7$/,
  same: /^[67]$/,
  unknown: /./,
};

/** A train has hundreds of calls: bounded more than others are. */
function some(count: number): readonly number[] {
  const indices = someOf(count);
  return isWhole ? indices : indices.filter((_, place) => place % 4 === 0);
}

/** The exit code, what is said of each car, and the aliases tell the same story. */
function expectHonest(stage: TrainStage, outcome: TrainOutcome<void>): void {
  const exitCode = toTrainError(outcome)?.exitCode ?? 0;
  const reports = outcome.cars.map(toCarReport);
  for (const [index, serves] of stage.serves.entries()) {
    expect(serves).toMatch(AS_TOLD[reports[index]?.serves ?? 'unknown']);
  }
  if (exitCode === 0) expect(new Set(stage.serves)).toEqual(new Set(['7']));
  if (exitCode !== 6) expect(reports.map(({serves}) => serves)).not.toContain('unknown');
  expect([0, 4, 5, 6, 7]).toContain(exitCode);
}

describe.each(TRAINS)('every port call of %s', (name, trafficOf) => {
  async function sweep(faultOf: (index: number) => Fault): Promise<void> {
    const count = await callsOf(trafficOf);
    for (const index of some(count)) {
      const stage = new TrainStage({waves: WAVES, trafficOf});
      stage.gate.faults.set(index, faultOf(index));
      expectHonest(stage, await stage.run(SAID, SPEC));
    }
  }

  it('fails there', () => sweep(() => ({kind: 'fail'})));
  it('loses its answer there', () => sweep(() => ({kind: 'lose'})));

  it.each(['dieBefore', 'dieAfter'] as const)('kills the process there (%s), and another one goes on', async (kind) => {
    const count = await callsOf(trafficOf);
    for (const index of some(count)) {
      const first = new TrainStage({waves: WAVES, trafficOf});
      first.gate.faults.set(index, {kind});
      void first.run(SAID, SPEC);
      await first.gate.death;
      first.clock.stop();
      const next = new TrainStage({waves: WAVES, trafficOf, worlds: first.worlds, nowMs: first.clock.now() + 60_000});
      const outcome = await next.run(SAID, SPEC);
      expectHonest(next, outcome);
      expect(toTrainError(outcome)?.exitCode ?? 0).toBe(name === 'a good train' ? 0 : 5);
    }
  });
});
