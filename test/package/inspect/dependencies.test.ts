import {expect, test} from 'vitest';
import {buildDeploymentPackage} from '../../../src/lib/package/build-deployment-package.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {anNpmProject, installed, lockOf} from '../layer/an-npm-project.js';
import {type Tree, tempFolder, writeTree} from '../temp-folder.js';

async function pack(sourceDir: string) {
  const sink = new EventRecorder();
  const built = await buildDeploymentPackage({sourceDir, runtime: 'nodejs22.x', sink});
  const warnings = sink.events.flatMap((event) => (event.type === 'warning' ? [event] : []));
  return {...built, codes: warnings.map(({code}) => code), text: warnings.map(({message}) => message).join()};
}

const manifest = (...names: string[]): Tree => ({
  'package.json': JSON.stringify({dependencies: Object.fromEntries(names.map((name) => [name, '1']))}),
});
const folderOf = (tree: Tree) => writeTree(tempFolder(), tree);

test('packages that are there for development only are named by the lockfile', async () => {
  const {devDependencies, codes, text} = await pack(anNpmProject());
  expect(devDependencies.map(({name}) => name)).toEqual(['tool']);
  expect(codes).toContain('DEV_DEPENDENCIES_PACKAGED');
  expect(text).toMatch(/tool\. Without them: npm ci --omit=dev/);
});

test('so they are in the workspace of a lockfile above', async () => {
  const root = folderOf({
    'package-lock.json': lockOf({
      '': {},
      'packages/api': {},
      'packages/api/node_modules/runner': {version: '1.0.0', dev: true},
    }),
    'packages/api/index.js': 'x',
    ...installed('packages/api/node_modules/runner', '1.0.0'),
  });
  expect((await pack(`${root}/packages/api`)).devDependencies.map(({name}) => name)).toEqual(['runner']);
});

test.each<[string, Tree]>([
  ['dependencies in a folder above', {...manifest('fastify'), 'index.js': "const f = require('fastify');"}],
  ['dependencies nobody installed', {...manifest('@a/db'), 'src/index.mjs': 'import db from "@a/db/pool";'}],
  ['one that is loaded late', {...manifest('sharp'), 'index.mjs': 'const {default: s} = await import("sharp");'}],
])('%s are told of before anything is sent', async (_, tree) => {
  expect((await pack(folderOf(tree))).codes).toEqual(['DEPENDENCIES_NOT_PACKAGED']);
});

test.each<[string, Tree]>([
  ['a bundle', {...manifest('fastify'), 'index.js': '// node_modules/fastify/fastify.js\nvar require_fastify = 1;'}],
  ['what is there', {...manifest('a'), 'index.js': "require('a')", ...installed('node_modules/a', '1.0.0')}],
  ['the SDK of the runtime', {...manifest('@aws-sdk/client-s3'), 'index.js': "require('@aws-sdk/client-s3')"}],
  ['a package.json that is no JSON', {'package.json': '{', 'index.js': "require('fastify')"}],
])('of %s nothing is said', async (_, tree) => {
  expect((await pack(folderOf(tree))).codes).toEqual([]);
});

test('a key that is left out is a warning, and in the result', async () => {
  const key = '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n';
  const tree = {'index.js': 'x', 'tls.key': key, '.env': 'A=1', 'node_modules/a/test/tls.key': key};
  const {codes, leftOutSecrets, text} = await pack(folderOf({...tree, 'node_modules/a/index.js': 'x'}));
  expect(leftOutSecrets).toEqual(['.env', 'node_modules/a/test/tls.key', 'tls.key']);
  expect(codes).toEqual(['SECRETS_LEFT_OUT']);
  expect(text).toContain('tls.key');
  expect(text).not.toContain('node_modules');
});
