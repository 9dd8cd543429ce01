import {describe, expect, it, onTestFinished} from 'vitest';
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
import {openSandbox} from './on-sandbox.js';
import {createAlias, publishVersions, sdkOn} from './published-function.js';

/** A scan of the whole of it takes 100 s of AWS's time, and less than a second here. */
const SPEED = 400;

function deny(sandbox: Sandbox, operation: string, count = 0) {
  const refusal = {status: 403, code: 'AccessDeniedException', message: `not authorized to perform: ${operation}`};
  sandbox.addFault({kind: 'error', service: 'lambda', operation, ...refusal, count});
}

/** A function with an alias that somebody has given weights, and one at rest. */
async function openWithWeights() {
  const sandbox = await openSandbox();
  const client = sdkOn(sandbox);
  await publishVersions(sandbox, client, 2);
  await createAlias(client, {name: 'live', version: '1', weights: {2: 0.05}});
  await createAlias(client, {name: 'beta', version: '1'});
  return sandbox;
}

describe('status of a whole region', () => {
  it.each([[[]], [['--region-wide']]])('shows what is under way, without a release file: %j', async (flags) => {
    await openWithWeights();
    const {stdout, exitCode} = await runCommand(Status, flags);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Alias .*\ncheckout:live +1 \(95%\) +2 \(5%\).* weights that no rollout of ours has set\n/);
    expect(stdout).not.toContain('checkout:beta');
    expect(stdout).toMatch(/Looked at +1 function, 2 aliases\n$/);
  });

  it('of an account with nothing in it says so', async () => {
    await openSandbox();
    const {stdout, exitCode} = await runCommand(Status, ['--region-wide']);
    expect(exitCode).toBe(0);
    expect(stdout).toBe('No alias has weights or a rollout.\n\nLooked at  0 functions, 0 aliases\n');
  });

  it.each(['ListAliases', 'GetFunction'])('names a function whose %s is denied, and ends with 0', async (operation) => {
    deny(await openWithWeights(), operation);
    const {stdout, exitCode} = await runCommand(Status, ['--region-wide', '--json']);
    expect(exitCode).toBe(0);
    const {region, functions} = JSON.parse(stdout).result;
    expect(region.unreadable).toEqual([
      {functionName: 'checkout', code: 'ACCESS_DENIED', message: expect.stringContaining(`lambda:${operation}`)},
    ]);
    expect(functions).toEqual([]);
  });

  it('that may not be listed ends with 4', async () => {
    deny(await openWithWeights(), 'ListFunctions');
    const {stderr, exitCode} = await runCommand(Status, ['--region-wide']);
    expect(exitCode).toBe(4);
    expect(stderr).toContain('lambda:ListFunctions');
  });

  it('takes no names', async () => {
    const {stderr, exitCode} = await runCommand(Status, ['checkout', '--region-wide']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--region-wide means every one');
  });

  it('of 1,000 functions takes a request for each and one for fifty, inside the quota by itself', async () => {
    const sandbox = await startSandbox({speed: SPEED, updateDelayMs: 0, metricsDelayMs: 0, requestsPerSecond: 15});
    onTestFinished(() => sandbox.close());
    stubEnvironment(sandboxEnvironment(sandbox));
    const paced = new AwsClients({pacer: new RequestPacer(createSandboxClock(sandbox.clock.speed))});
    const {client, sdk} = await paced.lambda();
    const code = {Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'arn:aws:iam::000000000000:role/any'} as const;
    const Code = {ZipFile: await zipOf({'index.mjs': 'export const a = 1;'})};
    const names = Array.from({length: 999}, (_, index) => `fn-${index}`);
    await inParallel(names, 8, (FunctionName) =>
      client.send(new sdk.CreateFunctionCommand({...code, FunctionName, Code})),
    );
    await publishVersions(sandbox, client, 2, 'last');
    await createAlias(client, {name: 'live', version: '1', weights: {2: 0.05}, functionName: 'last'});
    const already = sandbox.calls().length;

    const {stdout, stderr, exitCode} = await runCommand(Status, ['--region-wide', '--json']);
    expect(exitCode).toBe(0);
    const {functions, region} = JSON.parse(stdout).result;
    expect(region).toEqual({functionCount: 1_000, aliasCount: 1, unreadable: []});
    expect(functions).toMatchObject([{functionName: 'last'}]);
    expect(stderr).toContain('Read 950 of 1000 functions');
    const calls = sandbox.calls().slice(already);
    const count = (name: string) => calls.filter(({operation}) => operation === name).length;
    expect(calls.filter(({status}) => status === 429)).toEqual([]);
    expect([count('ListFunctions'), count('ListAliases')]).toEqual([20, 1_001]);
    expect(calls.length).toBeLessThan(1_040);
    const times = calls.map(({at}) => Date.parse(at));
    expect(calls.length / (((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000)).toBeLessThanOrEqual(15);
  });
});
