import {expect, it} from 'vitest';
import Analyze from '../../src/commands/analyze.js';
import History from '../../src/commands/history.js';
import Status from '../../src/commands/status.js';
import VersionsList from '../../src/commands/versions/list.js';
import {runCommand} from '../cli/run-command.js';
import {putFunction} from './function-zip.js';
import {openSandbox} from './on-sandbox.js';

it.each([
  [History, 'nobody', 3, 'FUNCTION_NOT_FOUND'],
  [History, 'checkout:nowhere', 3, 'ALIAS_NOT_FOUND'],
  [VersionsList, 'nobody', 3, 'FUNCTION_NOT_FOUND'],
  [Status, 'nobody', 3, 'FUNCTION_NOT_FOUND'],
  [Status, 'checkout:nowhere', 3, 'ALIAS_NOT_FOUND'],
  [Analyze, 'nobody:live', 3, 'ALIAS_NOT_FOUND'],
  [Analyze, 'checkout', 2, 'MINUTES_NOT_FOUND'],
  [Analyze, './checkout.ndjson', 2, 'MINUTES_NOT_FOUND'],
] as const)('%o %s ends with %i %s and a way out', async (command, name, exitCode, code) => {
  await openSandbox();
  await putFunction('checkout', 'return 1;');

  const ended = await runCommand(command, [name, '--json']);

  const {error} = JSON.parse(ended.stdout);
  expect({code: error.code, exitCode: ended.exitCode}).toEqual({code, exitCode});
  expect(error.message).toContain(name);
  expect(error.suggestions.length).toBeGreaterThan(0);
});
