import {
  GetFunctionConcurrencyCommand,
  InvokeCommand,
  LambdaClient,
  ListTagsCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import {describe, expect, it, onTestFinished} from 'vitest';
import ConcurrencyClear from '../../../src/commands/concurrency/clear.js';
import ConcurrencyReserve from '../../../src/commands/concurrency/reserve.js';
import ConcurrencyShow from '../../../src/commands/concurrency/show.js';
import Deploy from '../../../src/commands/deploy.js';
import {sandboxEnvironment} from '../../../src/lib/demo/sandbox-environment.js';
import {RESERVED_BEFORE_TAG} from '../../../src/lib/model/reserved-before.js';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import {stubEnvironment} from '../../aws/stub-aws.js';
import {runCommand} from '../../cli/run-command.js';
import {CREATE, GOOD} from '../on-sandbox.js';

const FunctionName = 'checkout';

/** checkout:live on version 1, with 50 reserved. Metrics are there at once. */
async function openReserved() {
  const sandbox = await startSandbox({speed: 60, updateDelayMs: 0, requestsPerSecond: 0, metricsDelayMs: 0});
  onTestFinished(() => sandbox.close());
  stubEnvironment(sandboxEnvironment(sandbox));
  await runCommand(Deploy, ['checkout:live', '--source', GOOD, ...CREATE, '--yes']);
  const lambda = new LambdaClient({});
  await lambda.send(new PutFunctionConcurrencyCommand({FunctionName, ReservedConcurrentExecutions: 50}));
  const already = sandbox.calls().length;
  const writes = () =>
    sandbox
      .calls()
      .slice(already)
      .map(({operation}) => operation)
      .filter((operation) => /^(Put|Delete|Tag|Untag)/.test(operation));
  const reserved = async () =>
    (await lambda.send(new GetFunctionConcurrencyCommand({FunctionName}))).ReservedConcurrentExecutions;
  const tag = async () => {
    const Resource = `arn:aws:lambda:${sandbox.region}:${sandbox.accountId}:function:checkout`;
    return (await lambda.send(new ListTagsCommand({Resource}))).Tags?.[RESERVED_BEFORE_TAG];
  };
  /** Five calls at a time, so that there is a peak. */
  const traffic = () => Promise.all(Array.from({length: 5}, () => lambda.send(new InvokeCommand({FunctionName}))));
  return {sandbox, writes, reserved, tag, traffic};
}

describe('concurrency reserve', () => {
  it('reserves, and prints the value before and the command that restores it', async () => {
    const {writes, reserved} = await openReserved();
    const {stdout, exitCode} = await runCommand(ConcurrencyReserve, ['checkout', '80']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('checkout: 80 reserved\n');
    expect(stdout).toContain('50 reserved');
    expect(stdout).toContain('lambda-release concurrency reserve checkout 50');
    expect(writes()).toEqual(['PutFunctionConcurrency']);
    expect(await reserved()).toBe(80);
  });

  it('writes nothing when the value is there already, and says changed: false', async () => {
    const {writes} = await openReserved();
    const {stdout, exitCode} = await runCommand(ConcurrencyReserve, ['checkout', '50', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).result).toMatchObject({changed: false, reserved: 50});
    expect(writes()).toEqual([]);
  });

  it('stops a function only after an answer: exit 2 where nobody can be asked', async () => {
    const {writes} = await openReserved();
    const {stderr, exitCode} = await runCommand(ConcurrencyReserve, ['checkout', '0']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--yes');
    expect(writes()).toEqual([]);
  });

  it('stops a function first and then keeps what was there; shows it later, and starting takes the note away', async () => {
    const {writes, tag, sandbox} = await openReserved();
    const {stdout, exitCode} = await runCommand(ConcurrencyReserve, ['checkout', '0', '--yes', '--json']);
    expect(exitCode).toBe(0);
    const restoreCommand = 'lambda-release concurrency reserve checkout 50';
    expect(JSON.parse(stdout).result).toMatchObject({reserved: 0, previousReserved: 50, restoreCommand});
    expect(writes()).toEqual(['PutFunctionConcurrency', 'TagResource']);
    expect(sandbox.calls().map(({operation}) => operation)).not.toContain('GetMetricData');
    expect(await tag()).toBe('50');
    expect((await runCommand(ConcurrencyShow, ['checkout'])).stdout).toContain(restoreCommand);
    expect((await runCommand(ConcurrencyReserve, ['checkout', '0'])).stdout).toContain(restoreCommand);
    await runCommand(ConcurrencyReserve, ['checkout', '50']);
    expect(await tag()).toBeUndefined();
  });

  it('stops a function whose tags may not be written, and says so', async () => {
    const {sandbox, reserved} = await openReserved();
    sandbox.addFault({kind: 'error', operation: 'TagResource', status: 403, code: 'AccessDeniedException', count: 0});
    const {stdout, exitCode} = await runCommand(ConcurrencyReserve, ['checkout', '0', '--yes', '--json']);
    expect(exitCode).toBe(0);
    expect(await reserved()).toBe(0);
    expect(JSON.parse(stdout).warnings).toMatchObject([
      {code: 'RESERVED_BEFORE_NOT_KEPT', message: expect.stringContaining('concurrency reserve checkout 50')},
    ]);
  });

  it('warns with the numbers when less is reserved than was used', async () => {
    const {traffic} = await openReserved();
    await traffic();
    const {stdout} = await runCommand(ConcurrencyReserve, ['checkout', '1', '--json']);
    expect(JSON.parse(stdout).warnings).toMatchObject([
      {code: 'BELOW_PEAK', message: expect.stringMatching(/up to [2-5] concurrent executions .* beyond 1 at a time/)},
    ]);
  });

  it('reserves although the peak cannot be read, and says so', async () => {
    const {sandbox} = await openReserved();
    sandbox.addFault({kind: 'error', service: 'cloudwatch', status: 403, code: 'AccessDenied', count: 0});
    const {stdout, exitCode} = await runCommand(ConcurrencyReserve, ['checkout', '40', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).warnings).toMatchObject([{code: 'PEAK_UNKNOWN'}]);
  });

  it('plans and changes nothing with --dry-run', async () => {
    const {writes} = await openReserved();
    const {stdout} = await runCommand(ConcurrencyReserve, ['checkout', '950', '--dry-run', '--json']);
    const document = JSON.parse(stdout);
    expect(document.result).toMatchObject({dryRun: true, changed: true, unreserved: 50});
    expect(document.warnings).toMatchObject([{code: 'BELOW_DOCUMENTED_FLOOR'}]);
    expect(writes()).toEqual([]);
  });

  it.each([
    ['1001', 3, 'lambda-release concurrency show'],
    ['950', 4, 'Reserve 900 at most'],
  ])('refuses %s, which the account cannot grant, with exit %i', async (wanted, code, wayOut) => {
    const {reserved} = await openReserved();
    const {stderr, exitCode} = await runCommand(ConcurrencyReserve, ['checkout', wanted]);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(wayOut);
    expect(await reserved()).toBe(50);
  });

  it.each([
    ['checkout:live', '5'],
    ['checkout', '-1'],
    ['checkout', 'many'],
  ])('refuses %s %s with exit 2', async (...argv) => {
    expect(await runCommand(ConcurrencyReserve, argv)).toMatchObject({exitCode: 2, stdout: ''});
  });
});

describe('concurrency clear', () => {
  it('gives the reservation back', async () => {
    const {writes} = await openReserved();
    const {stdout, exitCode} = await runCommand(ConcurrencyClear, ['checkout', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).result).toMatchObject({changed: true, previousReserved: 50, unreserved: 1000});
    expect(writes()).toEqual(['DeleteFunctionConcurrency']);
  });

  it('takes a yes, though it asks nothing', async () => {
    await openReserved();
    expect((await runCommand(ConcurrencyClear, ['checkout', '--yes'])).exitCode).toBe(0);
  });
});

describe('concurrency show', () => {
  it('shows one function in the pool of the account', async () => {
    await openReserved();
    const {stdout} = await runCommand(ConcurrencyShow, ['checkout', '--json']);
    expect(JSON.parse(stdout).result).toEqual({
      functionName: 'checkout',
      reserved: 50,
      account: {limit: 1000, unreserved: 950, floor: 100},
    });
  });

  it('shows who holds what as a table, with bars and peaks', async () => {
    const {traffic} = await openReserved();
    await traffic();
    const {stdout} = await runCommand(ConcurrencyShow, []);
    expect(stdout).toMatch(/^\[█+░+\]\n/);
    expect(stdout).toMatch(/Floor +100 stay unreserved; 850 can be reserved/);
    expect(stdout).toMatch(/Account peak +[2-5] at a time in the last 24 hours/);
    expect(stdout).toMatch(/checkout +50 +5\.0% +[2-5] +\[█░+\]/);
  });

  it('exits 4 with a way out when the endpoint cannot be reached', async () => {
    stubEnvironment({AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_REGION: 'eu-central-1'});
    const {stderr, exitCode} = await runCommand(ConcurrencyShow, ['checkout']);
    expect(exitCode).toBe(4);
    expect(stderr).toContain('Try this:');
    expect(stderr).toContain('Traffic: untouched');
  });
});
