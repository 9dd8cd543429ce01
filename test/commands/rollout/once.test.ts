import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import Publish from '../../../src/commands/publish.js';
import RolloutAbort from '../../../src/commands/rollout/abort.js';
import RolloutHold from '../../../src/commands/rollout/hold.js';
import RolloutResume from '../../../src/commands/rollout/resume.js';
import RolloutStart from '../../../src/commands/rollout/start.js';
import Shift from '../../../src/commands/shift.js';
import {runCommand} from '../../cli/run-command.js';
import {FAILING, openSandboxWithCheckout} from '../on-sandbox.js';

const STEPS = ['--steps', '10%:30m, 50%:1m', '--watch', '0s', '--on-inconclusive', 'promote'];
const ONCE = ['--once', '--on-inconclusive', 'promote'];

/** `checkout:live` at the first step of a rollout that nobody works on. */
async function openDetached(): Promise<void> {
  await openSandboxWithCheckout();
  await runCommand(Publish, ['checkout', '--source', FAILING]);
  await runCommand(RolloutStart, ['checkout:live', '2', ...STEPS, '--detach', '--yes']);
}

async function aReleaseFile(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lambda-release-once-'));
  onTestFinished(() => rm(folder, {recursive: true, force: true}));
  const file = path.join(folder, 'release.yml');
  await writeFile(file, 'functions:\n  checkout: {source: .}\n  gone: {source: .}\n');
  return file;
}

it('a tick asks nothing, says where the rollout is and when to call again, and ends with 0', async () => {
  await openDetached();
  const text = await runCommand(RolloutResume, ['checkout:live', ...ONCE]);
  expect(text).toMatchObject({exitCode: 0});
  expect(text.stdout).toContain('checkout:live: stays at step 1 of 2 with version 2.');
  expect(text.stdout).toMatch(/Call again in \d+s\.$/m);
  const json = await runCommand(RolloutResume, ['checkout:live', ...ONCE, '--json']);
  const {result} = JSON.parse(json.stdout);
  expect(result.ticks).toMatchObject([{functionName: 'checkout', alias: 'live', did: 'waits', step: 1, stepCount: 2}]);
  expect(result.ticks[0].waitMs).toBeLessThanOrEqual(20_000);
});

it('a tick of all looks at every alias of the release file, and minds neither one at rest nor one that is not there', async () => {
  await openDetached();
  const config = ['--config', await aReleaseFile()];
  const ticked = await runCommand(RolloutResume, [...ONCE, '--all', ...config]);
  expect(ticked).toMatchObject({exitCode: 0});
  expect(ticked.stdout).toContain('checkout:live: stays');
  expect(ticked.stdout).toContain('gone:live does not exist');
  await runCommand(RolloutAbort, ['checkout:live']);
  const after = await runCommand(RolloutResume, [...ONCE, '--all', ...config]);
  expect(after).toMatchObject({exitCode: 0});
  expect(after.stdout).toContain('checkout:live is in no rollout');
});

it('the worst of several is the exit code, with all of them in the details', async () => {
  await openDetached();
  await runCommand(RolloutHold, ['checkout:live']);
  const config = ['--config', await aReleaseFile()];
  const held = await runCommand(RolloutResume, [...ONCE, '--all', ...config, '--json']);
  expect(held.exitCode).toBe(7);
  const {error} = JSON.parse(held.stdout);
  expect(error).toMatchObject({code: 'HELD_HELD_ELSEWHERE', traffic: 'held'});
  expect(error.details.ticks.map(({did}: {did: string}) => did)).toEqual(['held', 'nothing']);
});

it('weights that somebody else has set are nobody’s rollout', async () => {
  await openSandboxWithCheckout();
  await runCommand(Publish, ['checkout', '--source', FAILING]);
  await runCommand(Shift, ['checkout:live', '2@10', '--yes']);
  const ticked = await runCommand(RolloutResume, ['checkout:live', ...ONCE]);
  expect(ticked).toMatchObject({exitCode: 0});
  expect(ticked.stdout).toContain('somebody else has given version 2 a share beside version 1');
});

it('other settings than the rollout was begun with are refused, with the command that takes them', async () => {
  await openDetached();
  const refused = await runCommand(RolloutResume, ['checkout:live', ...ONCE, '--alpha', '5%']);
  expect(refused.exitCode).toBe(3);
  expect(refused.stderr).toContain('rollout resume checkout:live --once --accept-settings');
});

it.each([
  [['--once'], 'Name aliases, or all of them'],
  [[], 'Name one alias'],
  [['checkout:live', 'checkout:next'], 'Tick several: add --once'],
  [['checkout:live', '--once', '--all'], '--all means every one'],
  [['checkout:live', '--all'], '--once'],
  [['checkout:live', '--once', '--dry-run'], '--dry-run'],
])('%j is no way to name aliases', async (argv, said) => {
  await openSandboxWithCheckout();
  const {exitCode, stderr} = await runCommand(RolloutResume, argv);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(said);
});

it('an alias that is named and not there is refused', async () => {
  await openSandboxWithCheckout();
  expect((await runCommand(RolloutResume, ['checkout:nowhere', '--once'])).exitCode).toBe(3);
});
