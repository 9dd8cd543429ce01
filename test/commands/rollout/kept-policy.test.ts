import {GetFunctionCommand, LambdaClient} from '@aws-sdk/client-lambda';
import {expect, it} from 'vitest';
import Publish from '../../../src/commands/publish.js';
import RolloutAbort from '../../../src/commands/rollout/abort.js';
import RolloutResume from '../../../src/commands/rollout/resume.js';
import RolloutStart from '../../../src/commands/rollout/start.js';
import RolloutStatus from '../../../src/commands/rollout/status.js';
import {runCommand} from '../../cli/run-command.js';
import {FAILING, openSandboxWithCheckout} from '../on-sandbox.js';

it('a rollout is judged from anywhere by what it was begun with, until it is over', async () => {
  await openSandboxWithCheckout();
  const lambda = new LambdaClient({});
  const tags = async () => (await lambda.send(new GetFunctionCommand({FunctionName: 'checkout'}))).Tags;
  expect((await runCommand(Publish, ['checkout', '--source', FAILING])).exitCode).toBe(0);
  const begin = ['checkout:live', '2', '--steps', '10%:1h', '--alpha', '2%', '--detach', '--yes'];
  expect((await runCommand(RolloutStart, begin)).exitCode).toBe(0);
  expect(Object.keys((await tags()) ?? {})).toEqual([expect.stringMatching(/^lambda-release:policy:[0-9a-f]{8}-1$/)]);

  const status = JSON.parse((await runCommand(RolloutStatus, ['checkout:live', '--json'])).stdout);
  expect(status).toMatchObject({ok: true, warnings: []});
  const said = JSON.parse((await runCommand(RolloutStatus, ['checkout:live', '--alpha', '5%', '--json'])).stdout);
  expect(said.warnings).toMatchObject([{code: 'OTHER_SETTINGS', message: expect.stringContaining('by its own')}]);

  const ticked = JSON.parse((await runCommand(RolloutResume, ['checkout:live', '--once', '--json'])).stdout);
  expect(ticked).toMatchObject({ok: true, result: {ticks: [{did: 'waits'}]}});
  const other = await runCommand(RolloutResume, ['checkout:live', '--once', '--alpha', '5%', '--json']);
  expect(JSON.parse(other.stdout).error).toMatchObject({code: 'OTHER_SETTINGS', exitCode: 3});

  expect((await runCommand(RolloutAbort, ['checkout:live'])).exitCode).toBe(0);
  expect(await tags()).toBeUndefined();
});
