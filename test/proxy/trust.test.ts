import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {countBy, runTrials} from './run-trials.js';
import {openTrialStage, type TrialStage} from './trial-stage.js';

const RUNS = 200;
/** Half a minute where two cores are free. */
const LONGEST_MS = 400_000;

let stage: TrialStage;
beforeAll(async () => {
  stage = await openTrialStage((name, value) => vi.stubEnv(name, value));
});
afterAll(async () => {
  await stage.close();
  vi.unstubAllEnvs();
});

test(
  `${RUNS} commands under faults keep the promises of their exit codes`,
  async () => {
    const seeds = Array.from({length: RUNS}, (_, index) => index + 1);
    const trials = await runTrials(stage, seeds, {atOnce: 60});
    const exits = countBy(trials, ({exitCode}) => [exitCode]).map(([code, count]) => `${code} × ${count}`);
    const faults = countBy(trials, ({happened}) => happened).reduce((sum, [, count]) => sum + count, 0);
    console.log(`${RUNS} runs, ${faults} faults; exit codes: ${exits.join(', ')}`);
    expect(trials.filter(({broken}) => broken.length > 0)).toEqual([]);
  },
  LONGEST_MS,
);
