import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import ConcurrencyReserve from '../../src/commands/concurrency/reserve.js';
import ConcurrencyShow from '../../src/commands/concurrency/show.js';
import Deploy from '../../src/commands/deploy.js';
import History from '../../src/commands/history.js';
import Invoke from '../../src/commands/invoke.js';
import Logs from '../../src/commands/logs.js';
import Publish from '../../src/commands/publish.js';
import Rollback from '../../src/commands/rollback.js';
import RolloutAbort from '../../src/commands/rollout/abort.js';
import RolloutHold from '../../src/commands/rollout/hold.js';
import RolloutResume from '../../src/commands/rollout/resume.js';
import RolloutStart from '../../src/commands/rollout/start.js';
import RolloutStatus from '../../src/commands/rollout/status.js';
import RolloutWatch from '../../src/commands/rollout/watch.js';
import Shift from '../../src/commands/shift.js';
import Status from '../../src/commands/status.js';
import VersionsDiff from '../../src/commands/versions/diff.js';
import VersionsList from '../../src/commands/versions/list.js';
import {type CommandClass, runCommand} from '../cli/run-command.js';
import {captureCommands, runCaptured} from '../proxy/captured-command.js';
import {GOOD, openSandbox} from './on-sandbox.js';
import {createAlias, publishVersions, sdkOn} from './published-function.js';

const FILES = {
  'with a mistake': 'functions:\n  checkout: {sauce: dist}\n',
  'that is no YAML': 'functions: [unfinished\n',
  'that is not there': undefined,
};

/** What looks or goes back, of a target named in full; the exit code is the one without any release file. */
const ON_CALL: readonly (readonly [CommandClass, readonly string[], number])[] = [
  [Status, ['checkout'], 0],
  [RolloutStatus, ['checkout:live'], 0],
  [RolloutWatch, ['checkout:live'], 3],
  [Rollback, ['checkout:live', '--to', '1', '--yes'], 0],
  [Shift, ['checkout:live', '2', '--yes'], 0],
  [History, ['checkout:live'], 0],
  [Logs, ['checkout:1'], 0],
  [Invoke, ['checkout:1'], 0],
  [VersionsList, ['checkout'], 0],
  [VersionsDiff, ['checkout', '1', '2'], 0],
  [ConcurrencyShow, ['checkout'], 0],
  [ConcurrencyReserve, ['checkout', '0', '--yes'], 0],
];

/** The same, of what looks five times before it says that there is nothing to do: they wait side by side. */
const PATIENT: readonly (readonly [CommandClass, number])[] = [
  [RolloutHold, 3],
  [RolloutAbort, 0],
];

const FORWARD: readonly (readonly [CommandClass, readonly string[]])[] = [
  [Deploy, ['checkout:live', '--source', GOOD, '--yes']],
  [Publish, ['checkout', '--source', GOOD, '--yes']],
  [RolloutStart, ['checkout:live', '1', '--yes']],
  [RolloutResume, ['checkout:live', '--yes']],
  [Status, []],
];

async function openWithFile(text: string | undefined): Promise<void> {
  const sandbox = await openSandbox();
  const client = sdkOn(sandbox);
  await publishVersions(sandbox, client, 2);
  await createAlias(client, {name: 'live', version: '2'});
  const folder = mkdtempSync(path.join(tmpdir(), 'on-call-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  const file = path.join(folder, 'release.yml');
  if (text !== undefined) writeFileSync(file, text);
  vi.stubEnv('LAMBDA_RELEASE_CONFIG', file);
}

describe.each(Object.entries(FILES))('a release file %s', (_what, text) => {
  it('never stops looking and going back', async () => {
    await openWithFile(text);
    const capture = captureCommands();
    const patient = PATIENT.map(async ([command, expected]) => {
      const {stdout} = await runCaptured(command, ['checkout:live', '--json']);
      expect(JSON.parse(stdout).error?.exitCode ?? 0, `${command.id}: ${stdout}`).toBe(expected);
    });
    await Promise.all(patient).finally(() => capture.end());
    for (const [command, argv, expected] of ON_CALL) {
      const {exitCode, stderr} = await runCommand(command, argv);
      expect(exitCode, `${command.id} ${argv.join(' ')}: ${stderr}`).toBe(expected);
    }
  });

  it('is warned about by whoever would read it, with the account and region it goes on in', async () => {
    await openWithFile(text);
    for (const command of [Status, RolloutStatus]) {
      const {stdout} = await runCommand(command, ['checkout:live', '--json']);
      const {ok, warnings} = JSON.parse(stdout);
      expect(ok).toBe(true);
      expect(warnings).toMatchObject([
        {
          code: expect.stringMatching(/^RELEASE_FILE_/),
          message: expect.stringMatching(/without it, in account \d{12}, region [a-z]+-[a-z]+-\d;/),
        },
      ]);
    }
  });

  it('stops what moves forward by it, and what is about all of it', async () => {
    await openWithFile(text);
    for (const [command, argv] of FORWARD) {
      const {exitCode, stderr} = await runCommand(command, argv);
      expect(exitCode, `${command.id} ${argv.join(' ')}: ${stderr}`).toBe(2);
    }
  });
});
