import {describe, expect, it} from 'vitest';
import Plan from '../../src/commands/plan.js';
import Publish from '../../src/commands/publish.js';
import {runCommand} from '../cli/run-command.js';
import {FAILING, GOOD, openSandbox, openSandboxWithCheckout} from './on-sandbox.js';

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

  it('shows refusals as part of the plan and ends with 3', async () => {
    await openSandboxWithCheckout();
    const argv = ['checkout:live', '--candidate', '1', ...STEPS];
    const {stdout, stderr, exitCode} = await runCommand(Plan, argv);
    expect({stdout, exitCode}).toEqual({stdout: '', exitCode: 3});
    expect(stderr).toContain('Refused: checkout:live serves version 1 with all its traffic already.');
    expect(stderr).toMatch(/Takes +15m to/);
    const {error} = JSON.parse((await runCommand(Plan, [...argv, '--json'])).stdout);
    expect(error).toMatchObject({
      code: 'SAME_VERSION',
      exitCode: 3,
      details: {plan: {functions: [{refusals: [{code: 'SAME_VERSION'}], forecast: {shortestMs: 900_000}}]}},
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
});
