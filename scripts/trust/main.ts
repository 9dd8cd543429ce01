// Runs thousands of commands under faults, seed by seed, and writes what came out to docs/trust.md.
// npm run trust [-- RUNS [FIRST_SEED]]
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {packageRoot} from '../../src/lib/package-root.js';
import {runTrials} from '../../test/proxy/run-trials.js';
import {openTrialStage} from '../../test/proxy/trial-stage.js';
import {trustPage} from './trust-page.js';

const AT_ONCE = 40;
/** No further run begins after this long. */
const LONGEST_MS = 60 * 60_000;

const runs = Number(process.argv[2] ?? 2000);
const firstSeed = Number(process.argv[3] ?? 1);
process.env.LAMBDA_RELEASE_CACHE = 'off';
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
const stage = await openTrialStage((name, value) => {
  process.env[name] = value;
});
const beganMs = Date.now();
let done = 0;
const seeds = Array.from({length: runs}, (_, index) => firstSeed + index);
const trials = await runTrials(stage, seeds, {
  atOnce: AT_ONCE,
  slowly: true,
  isOver: () => Date.now() - beganMs > LONGEST_MS,
  onTrial({seed, scenario, broken}) {
    done += 1;
    for (const promise of broken) process.stderr.write(`seed ${seed}, ${scenario}: ${promise}\n`);
    if (done % 200 === 0) process.stderr.write(`${done} of ${runs}\n`);
  },
});
await stage.close();
const page = trustPage(trials, {firstSeed, tookMs: Date.now() - beganMs});
process.stdout.write(page);
await writeFile(path.join(packageRoot, 'docs', 'trust.md'), page);
process.exit(trials.some(({broken}) => broken.length > 0) ? 1 : 0);
