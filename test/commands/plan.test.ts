import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import Plan from '../../src/commands/plan.js';
import Publish from '../../src/commands/publish.js';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {startSandbox} from '../../src/lib/sandbox/start.js';
import {startTraffic} from '../../src/lib/sandbox/traffic/start-traffic.js';
import {stubEnvironment} from '../aws/stub-aws.js';
import {runCommand} from '../cli/run-command.js';
import {CREATE, FAILING, GOOD, openSandbox, openSandboxWithCheckout} from './on-sandbox.js';

const STEPS = ['--steps', '5%:5m,50%:10m', '--watch', '0s'];

describe('plan', () => {
  it('shows what a release would do and when, and sends nothing', async () => {
    const sandbox = await openSandboxWithCheckout();
    const {stdout, stderr, exitCode} = await runCommand(Plan, ['checkout:live', '--source', FAILING, ...STEPS]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('checkout: a version after 1 would be published.');
    expect(stdout).toContain('checkout:live: version 2 over version 1');
    expect(stdout).toMatch(/Takes +15m to 58m, expected to run out of patience/);
    expect(stdout).toMatch(/Credentials +do not expire/);
    expect(stderr).toContain('checkout:live served nothing in the last hour');
    expect(sandbox.calls().map(({operation}) => operation)).not.toContain('UpdateFunctionCode');
  });

  it('plans a published version, as one document', async () => {
    await openSandboxWithCheckout();
    await runCommand(Publish, ['checkout', '--source', FAILING]);
    const {stdout, exitCode} = await runCommand(Plan, ['checkout:live', '--candidate', '2', ...STEPS, '--json']);
    expect(exitCode).toBe(0);
    const {schema, result, warnings} = JSON.parse(stdout);
    expect(schema).toBe('lambda-release/plan/1');
    expect(result).toMatchObject({
      shortestMs: 900_000,
      credentials: {kind: 'permanent'},
      functions: [
        {
          functionName: 'checkout',
          rollout: {action: 'rollout', stable: '1', candidate: '2'},
          refusals: [],
          forecast: {traffic: {basis: 'none', perMinute: 0}, steps: [{blind: true}, {blind: true}]},
          bypasses: [],
        },
      ],
    });
    expect(warnings.map(({code}: {code: string}) => code)).toContain('NO_TRAFFIC');
  });

  it('warns of credentials that end before the rollout, and not where an engine drives it', async () => {
    await openSandboxWithCheckout();
    await runCommand(Publish, ['checkout', '--source', FAILING]);
    vi.stubEnv('AWS_SESSION_TOKEN', 'token');
    vi.stubEnv('AWS_CREDENTIAL_EXPIRATION', new Date(Date.now() + 900_000).toISOString());
    const codes = async (...flags: string[]) => {
      const argv = ['checkout:live', '--candidate', '2', ...STEPS, ...flags, '--json'];
      const {warnings} = JSON.parse((await runCommand(Plan, argv)).stdout);
      return warnings.map(({code}: {code: string}) => code);
    };
    expect(await codes()).toContain('CREDENTIALS_EXPIRE');
    expect(await codes('--engine', 'step-functions')).not.toContain('CREDENTIALS_EXPIRE');
  });

  it('shows refusals as part of the plan and ends with 3', async () => {
    await openSandboxWithCheckout();
    const argv = ['checkout:live', '--candidate', '9', ...STEPS];
    const {stdout, stderr, exitCode} = await runCommand(Plan, argv);
    expect({stdout, exitCode}).toEqual({stdout: '', exitCode: 3});
    expect(stderr).toContain('Refused: checkout has no version 9.');
    expect(stderr).toMatch(/Takes +15m to/);
    const {error} = JSON.parse((await runCommand(Plan, [...argv, '--json'])).stdout);
    expect(error).toMatchObject({
      code: 'VERSION_NOT_FOUND',
      exitCode: 3,
      details: {plan: {functions: [{refusals: [{code: 'VERSION_NOT_FOUND'}], forecast: {shortestMs: 900_000}}]}},
    });
  });

  it('foresees nothing where there is no function', async () => {
    await openSandbox();
    const {stdout, exitCode} = await runCommand(Plan, ['checkout:live', '--source', GOOD, '--json']);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout).error).toMatchObject({code: 'FUNCTION_NOT_FOUND', details: {plan: {longestMs: 0}}});
  });

  it('wants one function beside --candidate', async () => {
    await openSandbox();
    const {stdout, exitCode} = await runCommand(Plan, ['a:live', 'b:live', '--candidate', '2', '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout).error.code).toBe('FUNCTION_AMBIGUOUS');
  });

  it('rests on what the alias served, and names who goes past it', async () => {
    const sandbox = await startSandbox({speed: 240, updateDelayMs: 0, requestsPerSecond: 0, metricsDelayMs: 0});
    onTestFinished(() => sandbox.close());
    stubEnvironment(sandboxEnvironment(sandbox));
    await runCommand(Deploy, ['checkout:live', '--source', GOOD, ...CREATE, '--yes']);
    await runCommand(Publish, ['checkout', '--source', FAILING]);
    await fetch(`${sandbox.endpoint}/2015-03-31/functions/checkout/policy`, {
      method: 'POST',
      body: JSON.stringify({
        StatementId: 'api',
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
      }),
    });
    const ref = {functionName: 'checkout', alias: 'live'};
    await startTraffic({endpoint: sandbox.endpoint, ref, rps: 200, maxRequests: 200});
    // Four minutes of the sandbox: the newest three are not counted.
    await sleep(1000);
    const argv = ['checkout:live', '--candidate', '2', ...STEPS, '--json'];
    const {result, warnings} = JSON.parse((await runCommand(Plan, argv)).stdout);
    const [{forecast, bypasses}] = result.functions;
    expect(forecast.traffic).toMatchObject({basis: 'last-hour', errorRate: 0});
    expect(forecast.traffic.perMinute).toBeGreaterThan(1);
    expect(forecast.detectableRate).toBeLessThan(1);
    expect(bypasses).toMatchObject([{kind: 'permission', statementId: 'api'}]);
    expect(warnings.map(({code}: {code: string}) => code)).toContain('ALIAS_BYPASSED');
  });
});
