import {GetAliasCommand, LambdaClient, UpdateFunctionConfigurationCommand} from '@aws-sdk/client-lambda';
import {describe, expect, it} from 'vitest';
import Publish from '../../src/commands/publish.js';
import Shift from '../../src/commands/shift.js';
import {runCommand} from '../cli/run-command.js';
import {FAILING, openSandboxWithCheckout} from './on-sandbox.js';

const NAME = 'checkout:live';

/** checkout:live on version 1, with a version 2 beside it. */
async function openTwoVersions() {
  const sandbox = await openSandboxWithCheckout();
  await runCommand(Publish, ['checkout', '--source', FAILING]);
  const lambda = new LambdaClient({});
  const weights = async () => {
    const alias = await lambda.send(new GetAliasCommand({FunctionName: 'checkout', Name: 'live'}));
    return [alias.FunctionVersion, alias.RoutingConfig?.AdditionalVersionWeights ?? {}];
  };
  const writes = () => sandbox.calls().filter(({operation}) => operation === 'UpdateAlias').length;
  return {lambda, weights, writes};
}

describe('shift', () => {
  it('goes both ways, keeps stable primary whatever its share, and is there when it is asked for again', async () => {
    const {weights, writes} = await openTwoVersions();
    expect(await runCommand(Shift, [NAME, '2@10', '--yes'])).toMatchObject({exitCode: 0});
    expect(await weights()).toEqual(['1', {'2': 0.1}]);
    expect(await runCommand(Shift, [NAME, '2@95', '1@5', '--yes'])).toMatchObject({exitCode: 0});
    expect(await weights()).toEqual(['1', {'2': 0.95}]);
    const before = writes();
    const again = await runCommand(Shift, [NAME, '1@5', '2@95', '--json']);
    expect(JSON.parse(again.stdout).result).toMatchObject({changed: false});
    expect(writes()).toBe(before);
    expect(await runCommand(Shift, [NAME, '1', '--yes'])).toMatchObject({exitCode: 0});
    expect(await weights()).toEqual(['1', {}]);
  });

  it('shows the split before and after and asks', async () => {
    const {weights} = await openTwoVersions();
    const {stderr, exitCode} = await runCommand(Shift, [NAME, '1@90', '2@10']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/Before +all traffic on version 1/);
    expect(stderr).toMatch(/After +version 2 at 10% beside version 1/);
    expect(await weights()).toEqual(['1', {}]);
  });

  it('shows under --quiet what it asks about, and nothing where --yes answers', async () => {
    await openTwoVersions();
    const asked = await runCommand(Shift, [NAME, '2@10', '--quiet']);
    expect(asked.exitCode).toBe(2);
    expect(asked.stderr).toMatch(/After +version 2 at 10% beside version 1/);
    expect(await runCommand(Shift, [NAME, '2@10', '--quiet', '--yes'])).toMatchObject({exitCode: 0, stderr: ''});
  });

  it.each([
    [['1@50', '2@60'], 2, 'adds up to 110%'],
    [['1@50', '2@25', '3@25'], 2, 'names 3 versions'],
    [['2@10', '3@90'], 3, 'Version 1 is stable'],
    [['9@10'], 3, 'no version 9'],
    [['1@10'], 3, 'lambda-release shift checkout:live 1@10 <version>@90'],
  ])('refuses %j with exit %i: %s', async (words, code, message) => {
    const {weights} = await openTwoVersions();
    const {stderr, exitCode} = await runCommand(Shift, [NAME, ...words, '--yes']);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(message);
    expect(await weights()).toEqual(['1', {}]);
  });

  it('refuses in words what AWS would refuse: versions of two roles behind one alias', async () => {
    const {lambda} = await openTwoVersions();
    const Role = 'arn:aws:iam::000000000000:role/another';
    await lambda.send(new UpdateFunctionConfigurationCommand({FunctionName: 'checkout', Role}));
    await runCommand(Publish, ['checkout', '--source', FAILING]);
    const {stderr, exitCode} = await runCommand(Shift, [NAME, '3@10', '--yes']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('cannot share an alias, they differ in role');
    expect(await runCommand(Shift, [NAME, '3', '--yes'])).toMatchObject({exitCode: 0});
  });
});
