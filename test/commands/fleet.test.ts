import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import Status from '../../src/commands/status.js';
import {AwsClients} from '../../src/lib/aws/clients.js';
import {createSandboxClock} from '../../src/lib/aws/clock.js';
import {RequestPacer} from '../../src/lib/aws/request-pacer.js';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {inParallel} from '../../src/lib/observe/in-parallel.js';
import {type Sandbox, startSandbox} from '../../src/lib/sandbox/start.js';
import {stubEnvironment} from '../aws/stub-aws.js';
import {runCommand} from '../cli/run-command.js';
import {zipOf} from '../sandbox/zip-of.js';

const FUNCTIONS = Array.from({length: 200}, (_, index) => `fn-${index}`);
const ROLLOUTS = 20;
/** So fast that 200 functions are read in seconds, and slow enough that an unpaced client would be throttled. */
const SPEED = 20;

/** A sandbox with AWS's quota and all the functions, each with an alias, the first of them in the middle of a rollout. */
async function openFleet(): Promise<Sandbox> {
  const sandbox = await startSandbox({speed: SPEED, updateDelayMs: 0, metricsDelayMs: 0, requestsPerSecond: 15});
  onTestFinished(() => sandbox.close());
  stubEnvironment(sandboxEnvironment(sandbox));
  const paced = new AwsClients({pacer: new RequestPacer(createSandboxClock(sandbox.clock.speed))});
  const {client, sdk} = await paced.lambda();
  const [one, two] = [
    await zipOf({'index.mjs': 'export const a = 1;'}),
    await zipOf({'index.mjs': 'export const a = 2;'}),
  ];
  const start = Math.floor(sandbox.clock.now() / 60_000).toString(36);
  await inParallel(FUNCTIONS, 4, async (FunctionName) => {
    const inRollout = FUNCTIONS.indexOf(FunctionName) < ROLLOUTS;
    await client.send(
      new sdk.CreateFunctionCommand({
        FunctionName,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/any',
        Code: {ZipFile: one},
        Publish: true,
      }),
    );
    sandbox.settle();
    if (inRollout) await client.send(new sdk.UpdateFunctionCodeCommand({FunctionName, ZipFile: two, Publish: true}));
    sandbox.settle();
    await client.send(
      new sdk.CreateAliasCommand({
        FunctionName,
        Name: 'live',
        FunctionVersion: '1',
        ...(inRollout && {
          RoutingConfig: {AdditionalVersionWeights: {2: 0.05}},
          Description: `[lr1 k3x9qa 1/1 1>2 5:5m ${start} w10m 00000000]`,
        }),
      }),
    );
  });
  return sandbox;
}

function aReleaseFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'fleet-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  const file = path.join(folder, 'release.yml');
  writeFileSync(file, `functions:\n${FUNCTIONS.map((name) => `  ${name}: {source: dist}\n`).join('')}`);
  return file;
}

it('reads 200 functions inside the request quota by itself, with two requests for metrics at most, and shows progress', async () => {
  const sandbox = await openFleet();
  const already = sandbox.calls().length;
  const {stdout, stderr, exitCode} = await runCommand(Status, ['--config', aReleaseFile(), '--json']);
  expect(exitCode).toBe(0);
  const {functions} = JSON.parse(stdout).result;
  expect(functions).toHaveLength(FUNCTIONS.length);
  expect(functions.filter(({aliases: [live]}: {aliases: {verdict?: object}[]}) => live?.verdict)).toHaveLength(
    ROLLOUTS,
  );
  expect(stderr).toContain('Read 100 of 200 functions');

  const calls = sandbox.calls().slice(already);
  expect(calls.filter(({status}) => status === 429)).toEqual([]);
  expect(calls.filter(({operation}) => operation === 'GetMetricData').length).toBeLessThanOrEqual(2);
  const shared = calls.filter(({service, operation}) => service === 'lambda' && operation !== 'GetFunction');
  const times = shared.map(({at}) => Date.parse(at));
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000;
  expect(shared.length).toBeGreaterThan(3 * FUNCTIONS.length);
  expect(shared.length / seconds).toBeLessThanOrEqual(15);
}, 60_000);
