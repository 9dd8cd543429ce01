import {CreateAliasCommand, GetProvisionedConcurrencyConfigCommand, LambdaClient} from '@aws-sdk/client-lambda';
import {describe, expect, it} from 'vitest';
import ConcurrencyProvision from '../../../src/commands/concurrency/provision.js';
import ConcurrencyReserve from '../../../src/commands/concurrency/reserve.js';
import ConcurrencyUnprovision from '../../../src/commands/concurrency/unprovision.js';
import Publish from '../../../src/commands/publish.js';
import Shift from '../../../src/commands/shift.js';
import {runCommand} from '../../cli/run-command.js';
import {FAILING, openSandboxWithCheckout} from '../on-sandbox.js';

const NAME = 'checkout:live';
const onAlias = new GetProvisionedConcurrencyConfigCommand({FunctionName: 'checkout', Qualifier: 'live'});

describe('provisioned concurrency', () => {
  it('is asked for, waited for, found there again, and removed', async () => {
    const sandbox = await openSandboxWithCheckout();
    const lambda = new LambdaClient({});
    const made = await runCommand(ConcurrencyProvision, [NAME, '3']);
    expect(made.exitCode).toBe(0);
    expect(made.stdout).toContain('checkout:live: 3 provisioned');
    expect(made.stdout).toContain('READY, 3 of 3 allocated');
    expect(made.stdout).toContain('lambda-release concurrency unprovision checkout:live');
    expect(await lambda.send(onAlias)).toMatchObject({AllocatedProvisionedConcurrentExecutions: 3, Status: 'READY'});

    const again = await runCommand(ConcurrencyProvision, [NAME, '3', '--json']);
    expect(JSON.parse(again.stdout).result).toMatchObject({changed: false, status: 'READY'});
    const puts = sandbox.calls().filter(({operation}) => operation === 'PutProvisionedConcurrencyConfig');
    expect(puts).toHaveLength(1);

    const removed = await runCommand(ConcurrencyUnprovision, [NAME, '--json']);
    expect(JSON.parse(removed.stdout).result).toMatchObject({
      changed: true,
      previousRequested: 3,
      restoreCommand: 'lambda-release concurrency provision checkout:live 3',
    });
    await expect(lambda.send(onAlias)).rejects.toThrow('No Provisioned Concurrency Config');
    const nothing = await runCommand(ConcurrencyUnprovision, [NAME, '--json']);
    expect(JSON.parse(nothing.stdout).result).toMatchObject({changed: false});
  });

  it('is kept on a version, whatever the alias does', async () => {
    await openSandboxWithCheckout();
    const made = await runCommand(ConcurrencyProvision, ['checkout:1', '3']);
    expect(made.stdout).toContain('checkout:1: 3 provisioned');
    expect(made.stdout).toContain('lambda-release concurrency unprovision checkout:1');
    const onBoth = await runCommand(ConcurrencyProvision, [NAME, '3']);
    expect({exitCode: onBoth.exitCode, stderr: onBoth.stderr}).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('already Provisioned version'),
    });
    const removed = await runCommand(ConcurrencyUnprovision, ['checkout:1', '--json']);
    expect(JSON.parse(removed.stdout).result).toMatchObject({changed: true, previousRequested: 3});
  });

  it('is only asked for with --no-wait, and only planned with --dry-run', async () => {
    const sandbox = await openSandboxWithCheckout();
    const planned = await runCommand(ConcurrencyProvision, [NAME, '3', '--dry-run']);
    expect(planned.stdout).toContain('dry run, nothing was changed');
    const asked = await runCommand(ConcurrencyProvision, [NAME, '3', '--no-wait', '--json']);
    expect(JSON.parse(asked.stdout).result).toMatchObject({changed: true, requested: 3, status: 'IN_PROGRESS'});
    const operations = sandbox.calls().map(({operation}) => operation);
    expect(operations.filter((operation) => operation === 'PutProvisionedConcurrencyConfig')).toHaveLength(1);
    expect(operations.at(-1)).toBe('PutProvisionedConcurrencyConfig');
  });

  it('is not touched while weights are on the alias; the way out is a command', async () => {
    const sandbox = await openSandboxWithCheckout();
    await runCommand(Publish, ['checkout', '--source', FAILING]);
    await runCommand(Shift, [NAME, '2@10', '--yes']);
    const {stderr, exitCode} = await runCommand(ConcurrencyProvision, [NAME, '3']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('version 2 at 10% beside version 1');
    expect(stderr).toContain('lambda-release shift checkout:live 2');
    expect(sandbox.calls().map(({operation}) => operation)).not.toContain('PutProvisionedConcurrencyConfig');
  });

  it.each([
    [['checkout:nobody', '3'], 3, 'checkout:nobody does not exist'],
    [['checkout:latest', '3'], 3, '$LATEST'],
    [['checkout:live', '30'], 3, 'checkout reserves 20'],
    [['checkout:live', '0'], 2, 'Expected'],
    [['checkout:99', '3'], 4, 'checkout:99'],
    [['checkout', '3'], 2, 'names neither an alias nor a version'],
  ])('refuses %j with exit %i', async (argv, code, message) => {
    await openSandboxWithCheckout();
    const lambda = new LambdaClient({});
    await lambda.send(new CreateAliasCommand({FunctionName: 'checkout', Name: 'latest', FunctionVersion: '$LATEST'}));
    await runCommand(ConcurrencyReserve, ['checkout', '20']);
    const {stderr, exitCode} = await runCommand(ConcurrencyProvision, argv);
    expect({exitCode, stderr}).toMatchObject({exitCode: code, stderr: expect.stringContaining(message)});
  });
});
