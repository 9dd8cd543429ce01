import {runTrials} from '../../test/proxy/run-trials.js';
import type {Trial} from '../../test/proxy/trial.js';
import {openTrialStage} from '../../test/proxy/trial-stage.js';

const AT_ONCE = 40;
/** No further run begins after this long. */
const LONGEST_MS = 60 * 60_000;

/** Runs as many commands under faults, those that take minutes of the wall too; tells of broken promises as they come. */
export async function faultTrials(runs: number, firstSeed: number): Promise<readonly Trial[]> {
  const stage = await openTrialStage((name, value) => {
    process.env[name] = value;
  });
  const beganMs = Date.now();
  let done = 0;
  const trials = await runTrials(
    stage,
    Array.from({length: runs}, (_, index) => firstSeed + index),
    {
      atOnce: AT_ONCE,
      slowly: true,
      isOver: () => Date.now() - beganMs > LONGEST_MS,
      onTrial({seed, scenario, broken}) {
        done += 1;
        for (const promise of broken) process.stderr.write(`seed ${seed}, ${scenario}: ${promise}\n`);
        if (done % 200 === 0) process.stderr.write(`${done} of ${runs}\n`);
      },
    },
  );
  await stage.close();
  return trials;
}
