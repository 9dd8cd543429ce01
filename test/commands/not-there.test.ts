import {expect, it} from 'vitest';
import Analyze from '../../src/commands/analyze.js';
import ConcurrencyClear from '../../src/commands/concurrency/clear.js';
import ConcurrencyReserve from '../../src/commands/concurrency/reserve.js';
import ConcurrencyShow from '../../src/commands/concurrency/show.js';
import History from '../../src/commands/history.js';
import Status from '../../src/commands/status.js';
import VersionsList from '../../src/commands/versions/list.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder, writeTree} from '../package/temp-folder.js';
import {putFunction} from './function-zip.js';
import {openSandbox} from './on-sandbox.js';

it.each([
  [ConcurrencyClear, ['nobody'], 3, 'FUNCTION_NOT_FOUND'],
  [ConcurrencyReserve, ['nobody', '5'], 3, 'FUNCTION_NOT_FOUND'],
  [ConcurrencyShow, ['nobody'], 3, 'FUNCTION_NOT_FOUND'],
  [History, ['nobody'], 3, 'FUNCTION_NOT_FOUND'],
  [History, ['checkout:nowhere'], 3, 'ALIAS_NOT_FOUND'],
  [VersionsList, ['nobody'], 3, 'FUNCTION_NOT_FOUND'],
  [Status, ['nobody'], 3, 'FUNCTION_NOT_FOUND'],
  [Status, ['checkout:nowhere'], 3, 'ALIAS_NOT_FOUND'],
  [Analyze, ['nobody:live'], 3, 'ALIAS_NOT_FOUND'],
  [Analyze, ['checkout'], 2, 'MINUTES_NOT_FOUND'],
  [Analyze, ['./checkout.ndjson'], 2, 'MINUTES_NOT_FOUND'],
] as const)('%o %s ends with %i %s and a way out', async (command, [name, ...words], exitCode, code) => {
  await openSandbox();
  await putFunction('checkout', 'return 1;');

  const ended = await runCommand(command, [name, ...words, '--json']);

  const {error} = JSON.parse(ended.stdout);
  expect({code: error.code, exitCode: ended.exitCode}).toEqual({code, exitCode});
  expect(error.message).toContain(name);
  expect(error.suggestions.length).toBeGreaterThan(0);
});

it('lists what the release file names and AWS does not know, in the order of the file', async () => {
  await openSandbox();
  const names = ['n3', 'n1', 'n4', 'n2'];
  const functions = names.map((name) => `  ${name}: {source: dist}\n`).join('');
  const folder = writeTree(tempFolder(), {'release.yml': `functions:\n${functions}`});
  const {stdout} = await runCommand(Status, ['--config', `${folder}/release.yml`, '--json']);
  expect(JSON.parse(stdout).result.missing).toEqual(names);
});
