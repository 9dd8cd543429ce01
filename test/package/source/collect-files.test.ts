import {once} from 'node:events';
import {chmodSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import {expect, test} from 'vitest';
import {UsageError} from '../../../src/lib/errors.js';
import {collectFiles} from '../../../src/lib/package/source/collect-files.js';
import {tempFolder, writeTree} from '../temp-folder.js';

function problemOf(folder: string): UsageError {
  try {
    collectFiles(folder);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error(`${folder} was collected`);
}

test('files come in UTF-8 byte order with forward slashes, sizes and modes', () => {
  const folder = writeTree(tempFolder(), {
    'a/b.js': '12',
    'a.js': '1',
    'a-b.js': '',
    bootstrap: {content: '#!/bin/sh', mode: 0o700},
    '\u{ff5e}.txt': 'x',
    '\u{1f600}.txt': 'x',
    'private.js': {content: 'x', mode: 0o600},
  });

  const {files, leftOut} = collectFiles(folder);

  expect(files.map(({zipPath, bytes, mode}) => [zipPath, bytes, mode])).toEqual([
    ['a-b.js', 0, 0o644],
    ['a.js', 1, 0o644],
    ['a/b.js', 2, 0o644],
    ['bootstrap', 9, 0o755],
    ['private.js', 1, 0o644],
    ['\u{ff5e}.txt', 1, 0o644],
    ['\u{1f600}.txt', 1, 0o644],
  ]);
  expect(files[2]?.absolutePath).toBe(path.join(folder, 'a/b.js'));
  expect(leftOut).toEqual([]);
});

test('links inside the folder are packaged as what they point to', () => {
  const folder = writeTree(tempFolder(), {'lib/run.js': {content: 'run', mode: 0o755}, 'lib/b.js': 'b'});
  symlinkSync('lib/run.js', path.join(folder, 'start.js'));
  symlinkSync('lib', path.join(folder, 'again'));

  expect(collectFiles(folder).files.map(({zipPath, bytes, mode}) => [zipPath, bytes, mode])).toEqual([
    ['again/b.js', 1, 0o644],
    ['again/run.js', 3, 0o755],
    ['lib/b.js', 1, 0o644],
    ['lib/run.js', 3, 0o755],
    ['start.js', 3, 0o755],
  ]);
});

test('a link does not carry in a file that is left out under its own name', () => {
  const folder = writeTree(tempFolder(), {'index.js': 'x', '.env': 'SECRET=1', '.aws/credentials': 'secret'});
  symlinkSync('.env', path.join(folder, 'settings'));
  symlinkSync('.aws', path.join(folder, 'account'));
  symlinkSync('.aws/credentials', path.join(folder, 'login'));

  const {files, leftOut} = collectFiles(folder);

  expect(files.map(({zipPath}) => zipPath)).toEqual(['index.js']);
  expect(leftOut).toEqual(['.aws/', '.env', 'account/', 'login', 'settings']);
});

test.each([
  ['LINK_BROKEN', 'gone', 'does not exist'],
  ['LINK_LEADS_OUTSIDE', '..', 'outside the source folder'],
  ['LINK_LEADS_OUTSIDE', '/etc/hostname', 'outside the source folder'],
  ['LINK_LOOP', '.', 'a folder it is in itself'],
  ['LINK_LOOP', 'link', 'leads back to itself'],
  ['PNPM_LINKED_MODULES', 'node_modules/.pnpm/left@1/node_modules/left', 'node-linker=hoisted'],
])('%s: a link to %s is refused by name', (code, target, words) => {
  const folder = writeTree(tempFolder(), {
    'index.js': 'x',
    'node_modules/.pnpm/left@1/node_modules/left/index.js': 'x',
  });
  symlinkSync(target, path.join(folder, 'link'));

  const problem = problemOf(folder);

  expect(problem).toMatchObject({code, exitCode: 2, details: {path: path.join(folder, 'link')}});
  expect([problem.message, ...problem.suggestions].join(' ')).toContain(words);
});

test('two folders that link to each other end in an error, not in a walk without end', () => {
  const folder = writeTree(tempFolder(), {'a/1.js': 'x', 'b/2.js': 'x'});
  symlinkSync('../b', path.join(folder, 'a/other'));
  symlinkSync('../a', path.join(folder, 'b/other'));

  expect(problemOf(folder).code).toBe('LINK_LOOP');
});

test('a link that .lambdaignore leaves out may lead anywhere', () => {
  const folder = writeTree(tempFolder(), {'index.js': 'x', '.lambdaignore': 'link\n'});
  symlinkSync('/nowhere', path.join(folder, 'link'));

  expect(collectFiles(folder).leftOut).toEqual(['.lambdaignore', 'link']);
});

test('a missing folder, a file in its place and folders that give no file name the way out', () => {
  const folder = tempFolder();
  const file = path.join(folder, 'index.js');

  expect(problemOf(path.join(folder, 'dist'))).toMatchObject({code: 'SOURCE_NOT_FOUND'});
  expect(problemOf(folder)).toMatchObject({code: 'NOTHING_TO_PACKAGE', message: `${folder} is empty.`});
  mkdirSync(path.join(folder, 'empty'));
  expect(problemOf(folder).code).toBe('NOTHING_TO_PACKAGE');
  writeFileSync(file, 'x');
  expect(problemOf(file)).toMatchObject({
    code: 'SOURCE_NOT_A_FOLDER',
    suggestions: [`Name the folder the handler is in: ${folder}`, 'Or a zip or jar that was built elsewhere.'],
  });
  expect(problemOf(path.join(file, 'dist')).code).toBe('SOURCE_NOT_FOUND');
  writeFileSync(path.join(folder, '.lambdaignore'), '*\n');
  expect(problemOf(folder).message).toBe(`Every file of ${folder} is left out of the package.`);
});

test.runIf(process.platform === 'linux')('a name that is not UTF-8 is shown escaped', () => {
  const folder = writeTree(tempFolder(), {'index.js': 'x', '\u{fffd}.txt': 'a real replacement character'});
  expect(collectFiles(folder).files).toHaveLength(2);
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from('.txt')]), 'x');

  expect(problemOf(folder)).toMatchObject({code: 'SOURCE_NAME_NOT_UTF8', details: {folder, name: 'caf\\xe9.txt'}});
});

test.skipIf(process.platform === 'win32')('a socket, pipe or device is refused by name', async () => {
  const folder = writeTree(tempFolder(), {'index.js': 'x'});
  const socket = path.join(folder, 'queue');
  const server = createServer().listen(socket);
  await once(server, 'listening');

  expect(problemOf(folder)).toMatchObject({code: 'SOURCE_SPECIAL_FILE', details: {path: socket}});
  server.close();
});

// The superuser reads everything, so there is nothing to see when the tests run as root.
test.skipIf(process.getuid?.() === 0)('an unreadable folder is named', () => {
  const folder = writeTree(tempFolder(), {'index.js': 'x', 'closed/a.js': 'x'});
  chmodSync(path.join(folder, 'closed'), 0);

  expect(problemOf(folder)).toMatchObject({code: 'SOURCE_UNREADABLE', details: {reason: 'EACCES'}});
  chmodSync(path.join(folder, 'closed'), 0o755);
});

test('what Lambda starts is executable, also where files have no such mode', () => {
  const folder = writeTree(tempFolder(), {bootstrap: '#!/bin/sh', 'extensions/tracer': 'x', 'bin/bootstrap': 'x'});
  const modes = collectFiles(folder).files.map(({zipPath, mode}) => [zipPath, mode]);
  expect(modes).toEqual([
    ['bin/bootstrap', 0o644],
    ['bootstrap', 0o755],
    ['extensions/tracer', 0o755],
  ]);
});
