import {expect, it} from 'vitest';
import Publish from '../../../src/commands/publish.js';
import RolloutStart from '../../../src/commands/rollout/start.js';
import {runCommand} from '../../cli/run-command.js';
import {FAILING, openSandboxWithCheckout} from '../on-sandbox.js';

it('says before it asks how to stop it, in the region where it would be', async () => {
  const {region} = await openSandboxWithCheckout();
  await runCommand(Publish, ['checkout', '--source', FAILING]);
  const {stderr, exitCode} = await runCommand(RolloutStart, ['checkout:live', '2', '--region', region]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(new RegExp(`Stop it with +lambda-release rollout abort --region ${region} checkout:live`));
});
