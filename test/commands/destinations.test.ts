import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, it} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder} from '../package/temp-folder.js';
import {GOOD, openSandboxWithCheckout} from './on-sandbox.js';

const isWrite = ({operation}: {operation: string}) => /^(Update|Put|Tag|Untag|Publish)/.test(operation);

it.each([
  ['a function that is not there', 'arn:aws:lambda:us-east-1:000000000000:function:gone'],
  ['a FIFO queue', 'arn:aws:sqs:us-east-1:000000000000:failed.fifo'],
])('a release sends nothing when what fails is to go to %s', async (_what, onFailure) => {
  const sandbox = await openSandboxWithCheckout();
  const file = path.join(tempFolder(), 'release.yml');
  const settings = `source: ${GOOD}\n    asyncInvoke: {onFailure: "${onFailure}"}`;
  await writeFile(file, `functions:\n  checkout:\n    ${settings}\n`);
  const before = sandbox.calls().filter(isWrite).length;
  const refused = await runCommand(Deploy, ['--config', file, '--steps', 'all-at-once', '--yes', '--json']);
  expect(refused.exitCode).toBe(3);
  expect(JSON.parse(refused.stdout).error).toMatchObject({traffic: 'untouched', suggestions: [expect.any(String)]});
  expect(sandbox.calls().filter(isWrite)).toHaveLength(before);
});
