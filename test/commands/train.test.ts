import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, it, vi} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import Plan from '../../src/commands/plan.js';
import TrainAbort from '../../src/commands/train/abort.js';
import TrainPromote from '../../src/commands/train/promote.js';
import TrainResume from '../../src/commands/train/resume.js';
import TrainStatus from '../../src/commands/train/status.js';
import TrainWatch from '../../src/commands/train/watch.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder} from '../package/temp-folder.js';
import {openSandbox} from './on-sandbox.js';

const FUNCTIONS = ['alpha', 'beta', 'gamma', 'delta'];

/** A release file of four functions that go as a train, alpha behind beta; `source` writes their next version. */
function aRelease() {
  const folder = tempFolder();
  const config = path.join(folder, 'release.yml');
  const source = (version: number) => {
    for (const name of FUNCTIONS) {
      mkdirSync(path.join(folder, name), {recursive: true});
      const code = `export const handler = async () => ({name: '${name}', version: ${version}});`;
      writeFileSync(path.join(folder, name, 'index.mjs'), code);
    }
  };
  const role = 'arn:aws:iam::000000000000:role/any';
  const settings = FUNCTIONS.map((name) => {
    const after = name === 'alpha' ? ', after: [beta]' : '';
    return `  ${name}: {source: ${name}, runtime: nodejs22.x, handler: index.handler, role: "${role}"${after}}\n`;
  });
  writeFileSync(
    config,
    `functions:\n${settings.join('')}rollout: {alias: live, steps: "5%:2m", watch: 1m}\ntrain: {waves: [1, 100%], bake: 1m}\n`,
  );
  return {config, source, folder};
}

/** All of it is there in its first version, and is to be released in its second. */
async function aReleasedTrain() {
  const sandbox = await openSandbox({speed: 240});
  const {config, source, folder} = aRelease();
  const run = (command: Parameters<typeof runCommand>[0], ...words: string[]) =>
    runCommand(command, ['--config', config, ...words]);
  source(1);
  expect((await run(Deploy, '--create', '--yes')).exitCode).toBe(0);
  source(2);
  sandbox.settle();
  return {sandbox, run, config, folder};
}

it('deploys a release file with train as one, shows it from its aliases, and takes all of it back', async () => {
  const {sandbox, run} = await aReleasedTrain();

  const planned = await run(Deploy, '--dry-run');
  expect(planned.stdout).toMatch(
    /^Train [0-9a-z]{6}: 4 aliases in 2 waves\n {2}Wave 1 +beta:live\n {2}Wave 2 +alpha:live, gamma:live, delta:live\n/,
  );

  for (const functionName of FUNCTIONS) {
    sandbox.setLoad({functionName, alias: 'live', perMinute: 6000, versions: {2: {errorRate: 0}}});
  }
  const deployed = await run(Deploy, '--yes', '--json');
  expect(deployed.exitCode, deployed.stderr).toBe(0);
  const {result} = JSON.parse(deployed.stdout);
  const {trainId} = result.train;
  expect(result.functions.map(({version}: {version: string}) => version)).toEqual(['2', '2', '2', '2']);
  expect(deployed.stderr).not.toContain('undecided');

  const status = JSON.parse((await run(TrainStatus, '--json')).stdout).result;
  expect(status).toMatchObject({trainId, others: []});
  expect(status.cars.map(({state}: {state: string}) => state)).toEqual(FUNCTIONS.map(() => 'released'));

  const resumed = await run(TrainResume, '--yes');
  expect(resumed).toMatchObject({exitCode: 0});

  const aborted = await run(TrainAbort);
  expect(aborted).toMatchObject({exitCode: 0});
  expect(aborted.stdout).toContain(`Train ${trainId}: taken back: alpha:live, beta:live, gamma:live, delta:live`);
  const gone = await run(TrainStatus);
  expect(gone.exitCode).toBe(3);
  expect(gone.stderr).toContain('None of 4 aliases is in a train.');
  const again = await run(Deploy, '--dry-run', '--json');
  expect(JSON.parse(again.stdout).result.plans[0].rollout).toMatchObject({candidate: '2', stable: '1'});
  // By now they have traffic to tell from.
  const foreseen = await run(Plan, '--parallel', '2', '--json');
  expect(foreseen.exitCode, foreseen.stderr).toBe(0);
  const plan = JSON.parse(foreseen.stdout).result;
  expect(plan.train).toMatchObject({waves: [['beta:live'], expect.any(Array)], parallel: 2, sight: {quiet: []}});
  expect(plan.train.sight.perMinute).toBeGreaterThan(100);
  expect(plan).toMatchObject({shortestMs: plan.train.leastMs, longestMs: plan.train.mostMs});
});

it('tells of aliases by their names alone, whoever goes on with a train', async () => {
  vi.stubEnv('SECRET_OF_THE_PROCESS', 'planted-secret');
  const {run, folder} = await aReleasedTrain();
  const journal = path.join(folder, 'journal.ndjson');
  // Without any traffic the first wave waits, and is held when its time is over.
  expect((await run(Deploy, '--yes', '--wait', '1m')).exitCode).toBe(7);
  expect((await run(TrainWatch, '--wait', '1s', '--journal', journal)).exitCode).toBe(7);
  expect((await run(TrainResume, '--yes', '--wait', '1m', '--journal', journal)).exitCode).toBe(7);
  expect((await run(TrainPromote, '--yes', '--full', '--journal', journal)).exitCode).toBe(0);
  expect((await run(TrainAbort, '--journal', journal)).exitCode).toBe(0);

  const text = readFileSync(journal, 'utf8');
  expect(text).not.toContain('planted-secret');
  const events = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const refs = events.flatMap(({ref}) => (ref ? [ref] : []));
  expect(refs.length).toBeGreaterThan(5);
  for (const ref of refs) expect(Object.keys(ref).toSorted()).toEqual(['alias', 'functionName']);
});

it('prints commands that find the train again, of the aliases that were named and no others', async () => {
  const {config} = await aReleasedTrain();
  // Without any traffic the first wave waits, and is held when its time is over.
  const named = ['beta:live', 'gamma'];
  const held = await runCommand(Deploy, [...named, '--config', config, '--yes', '--wait', '1m', '--json']);
  expect(held.exitCode).toBe(7);
  const {suggestions} = JSON.parse(held.stdout).error;
  const printed = (verb: string) => suggestions.join('\n').match(`train ${verb} (.*)`).at(1).split(' ');
  const status = await runCommand(TrainStatus, [...printed('status'), '--json']);
  expect(JSON.parse(status.stdout).result).toMatchObject({
    cars: [{functionName: 'beta'}],
    others: [{functionName: 'gamma'}],
  });
  const resumed = await runCommand(TrainResume, [...printed('resume'), '--dry-run']);
  expect(resumed.exitCode, resumed.stderr).toBe(0);
  expect(resumed.stdout).toContain('gamma:live');
  expect(resumed.stdout).not.toMatch(/alpha|delta/);
  expect((await runCommand(TrainAbort, printed('abort'))).exitCode).toBe(0);
});
