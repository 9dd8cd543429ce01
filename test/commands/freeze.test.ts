import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {PutParameterCommand, SSMClient} from '@aws-sdk/client-ssm';
import {expect, it} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import Doctor from '../../src/commands/doctor.js';
import Plan from '../../src/commands/plan.js';
import Publish from '../../src/commands/publish.js';
import Rollback from '../../src/commands/rollback.js';
import RolloutAbort from '../../src/commands/rollout/abort.js';
import RolloutHold from '../../src/commands/rollout/hold.js';
import RolloutPromote from '../../src/commands/rollout/promote.js';
import RolloutResume from '../../src/commands/rollout/resume.js';
import RolloutStart from '../../src/commands/rollout/start.js';
import VersionsList from '../../src/commands/versions/list.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder} from '../package/temp-folder.js';
import {openSandbox} from './on-sandbox.js';

const ROLE = 'arn:aws:iam::000000000000:role/any';

it('keeps what goes forward in a freeze, lets ways back pass, and notes who goes all the same', async () => {
  const sandbox = await openSandbox({speed: 240});
  const folder = tempFolder();
  const [config, journal] = [path.join(folder, 'release.yml'), path.join(folder, 'journal.ndjson')];
  const write = (version: number, rules: string) => {
    mkdirSync(path.join(folder, 'dist'), {recursive: true});
    writeFileSync(path.join(folder, 'dist', 'index.mjs'), `export const handler = async () => ${version};`);
    const settings = `{source: dist, runtime: nodejs22.x, handler: index.handler, role: "${ROLE}"}`;
    writeFileSync(
      config,
      `functions: {checkout: ${settings}}\nrollout: {alias: live, steps: "5%:5m", watch: 0s}\n${rules}`,
    );
  };
  const run = (command: Parameters<typeof runCommand>[0], ...words: string[]) =>
    runCommand(command, [...words, '--config', config]);
  write(1, '');
  expect((await run(Deploy, '--create', '--yes')).exitCode).toBe(0);

  const today = new Date(sandbox.clock.now()).toISOString().slice(0, 10);
  const inAWeek = new Date(sandbox.clock.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  write(2, `freeze: [{from: ${today}, to: ${inAWeek}, timezone: UTC, reason: holidays}]\n`);
  const refused = await run(Deploy, '--yes');
  expect(refused.exitCode).toBe(3);
  expect(refused.stderr).toMatch(/Nothing leaves now: holidays. It opens \w{3} \d{4}-\d\d-\d\d 00:00Z/);
  expect(refused.stderr).toContain(`say why: lambda-release deploy --yes --config ${config} --override "REASON"`);
  expect((await run(Publish)).exitCode).toBe(3);
  const planned = await run(Plan);
  expect(planned).toMatchObject({exitCode: 0, stderr: expect.stringContaining('Nothing leaves now: holidays')});
  const examined = await run(Doctor);
  expect(examined.stderr + examined.stdout).toContain('Nothing leaves now: holidays');

  const why = ['--override', 'mends the outage'];
  const published = await run(Publish, ...why, '--message', 'fix', '--journal', journal);
  expect(published.exitCode, published.stderr).toBe(0);
  expect(readFileSync(journal, 'utf8')).toMatch(
    /"type":"freeze.overridden","functionName":"checkout".*"reason":"mends the outage"/,
  );
  expect((await run(VersionsList, 'checkout')).stdout).toContain('[override: mends the outage] fix');

  expect((await run(RolloutStart, 'checkout:live', '2', '--detach', '--yes')).exitCode).toBe(3);
  expect((await run(RolloutStart, 'checkout:live', '2', '--detach', '--yes', ...why)).exitCode).toBe(0);
  expect((await run(RolloutPromote, 'checkout:live', '--yes')).exitCode).toBe(3);
  expect((await run(RolloutHold, 'checkout:live')).exitCode).toBe(0);
  expect((await run(RolloutResume, 'checkout:live', '--yes')).exitCode).toBe(3);
  expect((await run(RolloutAbort, 'checkout:live')).exitCode).toBe(0);

  write(2, 'blockers: {parameter: /lambda-release/stop}\n');
  expect((await run(RolloutStart, 'checkout:live', '2', '--detach', '--yes')).exitCode).toBe(0);
  const ssm = new SSMClient();
  await ssm.send(new PutParameterCommand({Name: '/lambda-release/stop', Type: 'String', Value: 'incident 4711'}));
  const stopped = await run(RolloutPromote, 'checkout:live', '--full', '--yes', '--json');
  expect(stopped.exitCode).toBe(3);
  expect(JSON.parse(stopped.stdout).error).toMatchObject({
    code: 'BLOCKED_PARAMETER',
    message: 'Nothing leaves: /lambda-release/stop says "incident 4711".',
    traffic: 'untouched',
  });
  await ssm.send(new PutParameterCommand({Name: '/lambda-release/stop', Value: 'off', Overwrite: true}));
  expect((await run(RolloutPromote, 'checkout:live', '--full', '--yes')).exitCode).toBe(0);
  await ssm.send(new PutParameterCommand({Name: '/lambda-release/stop', Value: 'again', Overwrite: true}));
  expect((await run(Rollback, 'checkout:live', '--yes')).exitCode).toBe(0);
});
