import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {countBy, runTrials} from './run-trials.js';
import {openTrialStage, type TrialStage} from './trial-stage.js';

/** As many of these as begin in some seconds; "npm run trust" runs thousands. */
const RUNS = 40;
const BEGIN_MS = 5_000;
/** Nothing is asserted about time: this only ends a run that hangs. */
const LONGEST_MS = 1_200_000;

let stage: TrialStage;
beforeAll(async () => {
  stage = await openTrialStage((name, value) => vi.stubEnv(name, value));
});
afterAll(async () => {
  await stage.close();
  vi.unstubAllEnvs();
});

test(
  'commands under faults keep the promises of their exit codes',
  async () => {
    const beganMs = performance.now();
    const seeds = Array.from({length: RUNS}, (_, index) => index + 1);
    const trials = await runTrials(stage, seeds, {atOnce: 20, isOver: () => performance.now() - beganMs > BEGIN_MS});
    const exits = countBy(trials, ({exitCode}) => [exitCode]).map(([code, count]) => `${code} × ${count}`);
    const faults = countBy(trials, ({happened}) => happened).reduce((sum, [, count]) => sum + count, 0);
    console.log(`${trials.length} runs, ${faults} faults; exit codes: ${exits.join(', ')}`);
    expect(trials.length).toBeGreaterThan(0);
    expect(trials.filter(({broken}) => broken.length > 0)).toEqual([]);
  },
  LONGEST_MS,
);
