import {ListProvisionedConcurrencyConfigsCommand} from '@aws-sdk/client-lambda';
import {describe, expect, it} from 'vitest';
import ConcurrencyProvision from '../../../src/commands/concurrency/provision.js';
import ConcurrencyReserve from '../../../src/commands/concurrency/reserve.js';
import ConcurrencyUnprovision from '../../../src/commands/concurrency/unprovision.js';
import Publish from '../../../src/commands/publish.js';
import Rollback from '../../../src/commands/rollback.js';
import RolloutAbort from '../../../src/commands/rollout/abort.js';
import RolloutStart from '../../../src/commands/rollout/start.js';
import Shift from '../../../src/commands/shift.js';
import Status from '../../../src/commands/status.js';
import {runCommand} from '../../cli/run-command.js';
import {FAILING, openSandboxWithCheckout} from '../on-sandbox.js';
import {sdkOn} from '../published-function.js';

const STEPS = ['--steps', '10%:1m, 50%:1m', '--watch', '0s'];

/** Version 1 has all traffic and three environments of its own; version 2 is published. */
async function openProvisioned(qualified = 'checkout:1') {
  const sandbox = await openSandboxWithCheckout();
  await runCommand(Publish, ['checkout', '--source', FAILING]);
  expect(await runCommand(ConcurrencyProvision, [qualified, '3'])).toMatchObject({exitCode: 0});
  const client = sdkOn(sandbox);
  const held = async () => {
    const listed = await client.send(new ListProvisionedConcurrencyConfigsCommand({FunctionName: 'checkout'}));
    return (listed.ProvisionedConcurrencyConfigs ?? []).map(({FunctionArn}) => FunctionArn?.split(':').at(-1)).sort();
  };
  return {sandbox, held};
}

describe('provisioned concurrency of a version', () => {
  it('is planned with its price, staged, and given up by whoever aborts', async () => {
    const {held} = await openProvisioned();
    const planned = await runCommand(RolloutStart, ['checkout:live', '2', ...STEPS, '--dry-run']);
    expect(planned.stdout).toContain(
      '3 of version 2 by provisioned concurrency, before the first move ($0.00563 an hour',
    );
    expect(planned.stdout).toContain('the 3 of version 1 are given up when it is replaced');
    const asked = await runCommand(RolloutStart, ['checkout:live', '2', ...STEPS, '--dry-run', '--json']);
    expect(JSON.parse(asked.stdout).result.plan.staged).toMatchObject({wanted: 3, stable: 3});

    const started = await runCommand(RolloutStart, ['checkout:live', '2', ...STEPS, '--detach', '--yes']);
    expect(started).toMatchObject({exitCode: 0});
    expect(started.stderr).toContain('3 environments of version 2 kept ready');
    expect(await held()).toEqual(['1', '2']);
    expect(await runCommand(RolloutAbort, ['checkout:live'])).toMatchObject({exitCode: 0});
    expect(await held()).toEqual(['1']);
  });

  it('is given up by a shift and a rollback that end a rollout, and told of by one of a finished release', async () => {
    const {held} = await openProvisioned();
    for (const [command, argv] of [
      [Shift, ['checkout:live', '1', '--yes']],
      [Rollback, ['checkout:live', '--yes']],
    ] as const) {
      const started = await runCommand(RolloutStart, ['checkout:live', '2', ...STEPS, '--detach', '--yes']);
      expect(started).toMatchObject({exitCode: 0});
      expect(await held()).toEqual(['1', '2']);
      expect(await runCommand(command, [...argv])).toMatchObject({exitCode: 0});
      expect(await held()).toEqual(['1']);
    }
    expect(await runCommand(Shift, ['checkout:live', '2', '--yes'])).toMatchObject({exitCode: 0});
    expect(await held()).toEqual(['1']);
    await runCommand(ConcurrencyUnprovision, ['checkout:1']);
    await runCommand(ConcurrencyProvision, ['checkout:2', '3']);
    const back = await runCommand(Rollback, ['checkout:live', '--to', '1', '--yes']);
    expect(back).toMatchObject({exitCode: 0});
    expect(back.stderr).toContain('lambda-release concurrency unprovision checkout:2');
    expect(await held()).toEqual(['2']);
  });

  it('is refused where it does not fit, or Step Functions is to drive it', async () => {
    const {sandbox} = await openProvisioned();
    await runCommand(ConcurrencyReserve, ['checkout', '5']);
    const argv = ['checkout:live', '2', ...STEPS, '--yes'];
    const tooMany = await runCommand(RolloutStart, [...argv, '--provisioned', '3']);
    expect(tooMany.exitCode).toBe(3);
    expect(tooMany.stderr).toContain('lambda-release concurrency reserve checkout 6');
    expect(tooMany.stderr).toContain('--provisioned 2');
    const driven = await runCommand(RolloutStart, [...argv, '--engine', 'step-functions']);
    expect(driven.exitCode).toBe(3);
    expect(driven.stderr).toContain('--engine process');
    expect(sandbox.calls().filter(({operation}) => operation === 'UpdateAlias')).toEqual([]);
  });

  it('that no alias sends traffic to is odd, and status names the command', async () => {
    await openProvisioned('checkout:2');
    const {stdout} = await runCommand(Status, ['checkout']);
    expect(stdout).toContain('! Version 2 of checkout has 3 provisioned, which AWS bills');
    expect(stdout).toContain('lambda-release concurrency unprovision checkout:2');
  });
});

describe('provisioned concurrency of an alias', () => {
  it('is refused with the commands that move it to the version', async () => {
    await openProvisioned('checkout:live');
    const {stderr, exitCode} = await runCommand(RolloutStart, ['checkout:live', '2', ...STEPS, '--yes']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('lambda-release concurrency unprovision checkout:live');
    expect(stderr).toContain('lambda-release concurrency provision checkout:1 3');
  });
});
