import {symlinkSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {buildLayer, type LayerRequest} from '../../../src/lib/package/layer/build-layer.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {type Tree, tempFolder, writeTree} from '../temp-folder.js';
import {readZip} from '../zip/read-zip.js';
import {anNpmProject, installed, lockOf} from './an-npm-project.js';

async function build(sourceDir: string, request: Partial<LayerRequest> = {}) {
  const sink = new EventRecorder();
  const layer = await buildLayer({sourceDir, functionName: 'checkout', setting: {}, sink, ...request});
  return {layer, names: readZip(layer.zip).map(({name}) => name), events: sink.events};
}

/** A project whose only dependency comes in parts for platforms, of which some are installed. */
function withParts(there: readonly string[], parts = ['linux-x64', 'linux-arm64', 'darwin-arm64']): string {
  const optionalDependencies = Object.fromEntries(parts.map((part) => [`@x/${part}`, '1.0.0']));
  return writeTree(tempFolder(), {
    'index.js': "require('x');",
    'package.json': JSON.stringify({dependencies: {x: '1.0.0'}}),
    'package-lock.json': lockOf({
      '': {dependencies: {x: '1.0.0'}},
      'node_modules/x': {version: '1.0.0', optionalDependencies},
      ...Object.fromEntries(
        parts.map((part) => {
          const [os = '', cpu = ''] = part.replace('musl', '').split('-');
          return [`node_modules/@x/${part}`, {version: '1.0.0', optional: true, os: [os], cpu: [cpu]}];
        }),
      ),
    }),
    ...installed('node_modules/x', '1.0.0'),
    ...Object.assign({}, ...there.map((part) => installed(`node_modules/@x/${part}`, '1.0.0'))),
  });
}

test.each([
  ['x86_64', ['darwin-arm64'], 'npm ci --os=linux --cpu=x64 --libc=glibc'],
  ['arm64', ['darwin-arm64'], 'npm ci --os=linux --cpu=arm64 --libc=glibc'],
  ['arm64', ['linux-x64'], 'npm ci --os=linux --cpu=arm64 --libc=glibc'],
  [undefined, ['darwin-arm64'], 'npm ci --os=linux --cpu=x64 --libc=glibc'],
])('on %s, of optional packages for several platforms only %j is refused', async (architecture, there, line) => {
  await expect(build(withParts(there), {architecture})).rejects.toMatchObject({
    code: 'OPTIONAL_PACKAGE_MISSING',
    exitCode: 3,
    suggestions: [expect.stringContaining(line)],
  });
});

test.each([
  ['x86_64', ['linux-x64', 'darwin-arm64']],
  ['x86_64', []],
  ['arm64', ['linux-arm64']],
])('on %s, of optional packages for several platforms %j is fine', async (architecture, there) => {
  const {names} = await build(withParts(there), {architecture});
  expect(names.filter((name) => name.includes('darwin'))).toEqual([]);
});

test('a lockfile that does not tell C libraries apart asks for none but the one of Lambda', async () => {
  const sourceDir = withParts(['linux-x64'], ['linux-x64', 'linuxmusl-x64']);
  await expect(build(sourceDir, {architecture: 'x86_64'})).resolves.toBeDefined();
});

test('what was generated in node_modules goes into the layer, and notes and caches do not', async () => {
  const notes: Tree = {
    'node_modules/.cache/babel.json': '{}',
    'node_modules/.vite/deps/a.js': '',
    'node_modules/.package-lock.json': '{}',
  };
  const generated: Tree = {
    'node_modules/.prisma/client/index.js': 'x',
    'node_modules/words/node_modules/.generated/a.js': 'x',
  };
  const {names, events} = await build(anNpmProject({...generated, ...notes}));
  expect(names.filter((name) => name.includes('/.'))).toEqual([
    'nodejs/node_modules/.prisma/client/index.js',
    'nodejs/node_modules/words/node_modules/.generated/a.js',
  ]);
  expect(events.filter(({type}) => type === 'warning')).toEqual([]);
});

test('a package that was installed without being saved is named', async () => {
  const {events} = await build(anNpmProject({'node_modules/@scope/unsaved/index.js': 'x'}));
  expect(events).toContainEqual(
    expect.objectContaining({code: 'LAYER_UNSAVED_PACKAGES', message: expect.stringContaining('@scope/unsaved')}),
  );
});

test('what the default rules leave out of a layer is in the result', async () => {
  const hidden = {'node_modules/words/.env': 'A=1', 'node_modules/words/.git/HEAD': 'x'};
  const {layer, events} = await build(anNpmProject(hidden));
  const files = ['nodejs/node_modules/words/.env', 'nodejs/node_modules/words/.git/'];
  expect(layer.leftOut).toEqual(files);
  expect(events).toContainEqual(expect.objectContaining({type: 'package.leftOut', layerName: layer.name, files}));
});

test('a link in a package that leads nowhere is an error that names it', async () => {
  const sourceDir = anNpmProject();
  symlinkSync('nowhere', path.join(sourceDir, 'node_modules/words/data'));
  await expect(build(sourceDir)).rejects.toMatchObject({
    code: 'LINK_BROKEN',
    message: expect.stringContaining('words/data'),
  });
});

test('a byte order mark in package.json is passed over, as npm does', async () => {
  const manifest = JSON.stringify({name: 'app', dependencies: {greeting: '^1.0.0'}, devDependencies: {tool: '*'}});
  const {layer} = await build(anNpmProject());
  const marked = await build(anNpmProject({'package.json': `\uFEFF${manifest}`}));
  expect(marked.layer.contentDigest).toBe(layer.contentDigest);
  await expect(build(anNpmProject({'package.json': '{"name": "app",}'}))).rejects.toMatchObject({
    code: 'MANIFEST_INVALID',
    suggestions: [expect.stringContaining('JSON.parse')],
  });
});
