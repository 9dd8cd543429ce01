// Tries every promise as often as an hour or two allow, and writes what came out to docs/trust.md.
// npm run trust [-- [--bounded] [RUNS [FIRST_SEED [ROLLOUTS]]]]; bounded: sweeps as npm test has them, for a quarter of an hour.
import {writeFile} from 'node:fs/promises';
import {availableParallelism} from 'node:os';
import path from 'node:path';
import {packageRoot} from '../../src/lib/package-root.js';
import {allTests} from './all-tests.js';
import {faultTrials} from './fault-trials.js';
import {manyRollouts} from './many-rollouts.js';
import {motoTests} from './moto.js';
import {faultsIn, publicProjects} from './public-projects.js';
import {runtimeClients} from './runtime-clients.js';
import {trustPage} from './trust-page.js';

const isBounded = process.argv.includes('--bounded');
const numbers = process.argv.slice(2).filter((word) => word !== '--bounded');
const [runs = 2000, firstSeed = 1, rollouts = 1000] = numbers.map(Number);
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
const beganMs = Date.now();
const tests = await allTests({isBounded});
const moto = await motoTests();
const clients = await runtimeClients();
const projects = await publicProjects();
const trials = await faultTrials(runs, firstSeed);
const many = await manyRollouts(rollouts);
const minutes = Math.round((Date.now() - beganMs) / 60_000);
const machine = `Node ${process.versions.node} and ${availableParallelism()} processors`;
const page = trustPage({isBounded, tests, moto, clients, projects, trials, firstSeed, many, minutes, machine});
process.stdout.write(page);
await writeFile(path.join(packageRoot, 'docs', 'trust.md'), page);
const areClientsWell = clients.every(({outcome}) => outcome !== 'did not answer');
const areProjectsWell = projects.every((project) => 'skipped' in project || faultsIn(project) === 0);
const isAllHeld =
  tests.failed.length === 0 &&
  areClientsWell &&
  areProjectsWell &&
  trials.every(({broken}) => broken.length === 0) &&
  many.wrong === 0;
process.exit(isAllHeld ? 0 : 1);
