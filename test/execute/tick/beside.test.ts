import {expect, it} from 'vitest';
import type {Traffic} from '../../fakes/fake-metrics.js';
import {aProcess, GOOD, path, START_MS} from '../rollout/rollout-world.js';

const MINUTE_MS = 60_000;

/** Good until the candidate has everything, then so for as long as given. */
function after(minute: number, errorRates: Traffic['errorRates'], until = Number.POSITIVE_INFINITY) {
  return (minuteMs: number): Traffic => {
    const passed = (minuteMs - START_MS) / MINUTE_MS;
    return passed >= minute && passed < until ? {...GOOD, errorRates} : GOOD;
  };
}

/** The minute in which the candidate gets everything. */
async function promotedAt(): Promise<number> {
  const process = aProcess(GOOD);
  const {record} = await process.run();
  const promotion = record.weights.find(({weightPercent}) => weightPercent === 100);
  return Math.floor(((promotion?.atMs ?? 0) - START_MS) / MINUTE_MS);
}

it('a version that turns bad at 100 % goes back beside stable, is compared there and taken back', async () => {
  const process = aProcess(after((await promotedAt()) + 1, {6: 0, 7: 0.3}));
  const outcome = await process.run();
  expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'analysis'}});
  expect(outcome.record.weights.map(({weightPercent}) => weightPercent).slice(-3)).toEqual([100, 50, 0]);
  expect(outcome.record.comparison?.cause).toBe('candidate-errors');
  expect(path(process.world).at(-1)).toMatch(/^6/);
});

it('a version that fails with everything else at 100 % is compared, cleared, and has it all again', async () => {
  const minute = (await promotedAt()) + 1;
  const process = aProcess(after(minute, {6: 0.3, 7: 0.3}, minute + 3));
  const outcome = await process.run();
  expect(outcome.kind).toBe('promoted');
  expect(outcome.record.weights.map(({weightPercent}) => weightPercent).slice(-3)).toEqual([100, 50, 100]);
  expect(outcome.record.watch?.steppedBack).toBe(true);
});
