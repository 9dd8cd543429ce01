// Tries every promise as often as an hour or two allow, and writes what came out to docs/trust.md.
// npm run trust [-- RUNS [FIRST_SEED [ROLLOUTS]]]
import {writeFile} from 'node:fs/promises';
import {availableParallelism} from 'node:os';
import path from 'node:path';
import {packageRoot} from '../../src/lib/package-root.js';
import {faultTrials} from './fault-trials.js';
import {manyRollouts} from './many-rollouts.js';
import {motoTests} from './moto.js';
import {trustPage} from './trust-page.js';
import {wholeTests} from './whole-tests.js';

const [runs = 2000, firstSeed = 1, rollouts = 1000] = process.argv.slice(2).map(Number);
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
const beganMs = Date.now();
const tests = await wholeTests();
const moto = await motoTests();
const trials = await faultTrials(runs, firstSeed);
const many = await manyRollouts(rollouts);
const minutes = Math.round((Date.now() - beganMs) / 60_000);
const machine = `Node ${process.versions.node} and ${availableParallelism()} processors`;
const page = trustPage({tests, moto, trials, firstSeed, many, minutes, machine});
process.stdout.write(page);
await writeFile(path.join(packageRoot, 'docs', 'trust.md'), page);
const isAllHeld = tests.failed.length === 0 && trials.every(({broken}) => broken.length === 0) && many.wrong === 0;
process.exit(isAllHeld ? 0 : 1);
