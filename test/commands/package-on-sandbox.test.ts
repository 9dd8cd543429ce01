import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, it} from 'vitest';
import Invoke from '../../src/commands/invoke.js';
import Publish from '../../src/commands/publish.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder, writeTree} from '../package/temp-folder.js';
import {CREATE, openSandbox} from './on-sandbox.js';

const HANDLER = "import {answer} from './current/answer.mjs';\nexport const handler = async () => answer;\n";

function aSource(): string {
  const source = writeTree(tempFolder(), {
    'index.mjs': HANDLER,
    'releases/2/answer.mjs': "export const answer = 'through a link';\n",
  });
  symlinkSync('releases/2', path.join(source, 'current'));
  return source;
}

it('a function whose code lies behind a link runs as it was packaged', async () => {
  await openSandbox();
  const published = await runCommand(Publish, ['checkout', '--source', aSource(), ...CREATE, '--json']);
  expect(published.exitCode).toBe(0);

  const {stdout} = await runCommand(Invoke, ['checkout:1', '--json']);
  expect(stdout).toContain('through a link');
});

it('a module for another architecture than AWS has of the function is refused before anything is sent', async () => {
  const sandbox = await openSandbox();
  const source = aSource();
  const created = await runCommand(Publish, [
    ...['checkout', '--source', source, '--architecture', 'arm64', ...CREATE, '--json'],
  ]);
  expect(created.exitCode).toBe(0);
  const header = Buffer.alloc(64);
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  header.writeUInt16LE(62, 18);
  mkdirSync(path.join(source, 'node_modules/bcrypt'), {recursive: true});
  writeFileSync(path.join(source, 'node_modules/bcrypt/bcrypt.node'), header);
  const before = sandbox.calls().length;

  const {stdout, exitCode} = await runCommand(Publish, ['checkout', '--source', source, '--json']);

  expect(exitCode).toBe(3);
  expect(JSON.parse(stdout).error).toMatchObject({
    code: 'NATIVE_MISMATCH',
    traffic: 'untouched',
    message: expect.stringContaining('bcrypt.node of bcrypt (ELF, x86_64)'),
  });
  const operations = sandbox
    .calls()
    .slice(before)
    .map(({operation}) => operation);
  expect(operations.filter((operation) => /^(Update|Create|Publish)/.test(operation))).toEqual([]);
});
