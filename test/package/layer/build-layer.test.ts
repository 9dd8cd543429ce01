import {existsSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {buildDeploymentPackage} from '../../../src/lib/package/build-deployment-package.js';
import {buildLayer, type LayerRequest, readLayer} from '../../../src/lib/package/layer/build-layer.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {tempFolder, writeTree} from '../temp-folder.js';
import {readZip} from '../zip/read-zip.js';
import {anNpmProject, installed, lockOf} from './an-npm-project.js';

async function build(sourceDir: string, request: Partial<LayerRequest> = {}) {
  return buildLayer({sourceDir, functionName: 'checkout', setting: {}, sink: new EventRecorder(), ...request});
}

function namesIn(zip: Uint8Array): string[] {
  return readZip(zip).map(({name}) => name);
}

test('production dependencies become a layer, and leave the deployment package', async () => {
  const sourceDir = anNpmProject();
  const layer = await build(sourceDir);
  expect(layer).toMatchObject({
    name: 'checkout-dependencies',
    files: 5,
    needsS3: false,
  });
  expect(layer.packages).toEqual([
    {name: 'greeting', version: '1.0.0'},
    {name: 'words', version: '2.0.0'},
  ]);
  expect(namesIn(layer.zip)).toEqual([
    'nodejs/node_modules/greeting/README.md',
    'nodejs/node_modules/greeting/index.js',
    'nodejs/node_modules/greeting/package.json',
    'nodejs/node_modules/words/index.js',
    'nodejs/node_modules/words/package.json',
  ]);
  const {takenOut} = layer;
  const {zip} = await buildDeploymentPackage({sourceDir, takenOut, sink: new EventRecorder()});
  expect(namesIn(zip)).toEqual(['index.js', 'package-lock.json', 'package.json']);
});

test('the same packages give the same bytes in another folder, whatever else is installed there', async () => {
  const one = await build(anNpmProject());
  const two = await build(anNpmProject({'other.js': '1', 'node_modules/extraneous/index.js': '2'}));
  expect(two.codeSha256).toBe(one.codeSha256);
});

test('read alone, a layer is what it is when it is packed, and a change of it is another one', async () => {
  const sourceDir = anNpmProject();
  const request = {sourceDir, functionName: 'checkout', setting: {}, sink: new EventRecorder()};
  const built = await build(sourceDir);

  const read = await readLayer(request);
  expect(read).toMatchObject({name: built.name, contentDigest: built.contentDigest, packages: built.packages});
  expect(await read.pack()).toMatchObject({codeSha256: built.codeSha256, zippedBytes: built.zippedBytes});
  writeFileSync(path.join(sourceDir, 'node_modules/words/index.js'), 'module.exports = "other";');
  expect((await readLayer(request)).contentDigest).not.toBe(built.contentDigest);
  await expect(read.pack()).rejects.toMatchObject({code: 'SOURCE_CHANGED'});
});

test('what stops a layer stops it also when it is only read', async () => {
  const sourceDir = anNpmProject({'node_modules/words/token.js': `module.exports = 'ghp_${'a1B2c3D4e5'.repeat(4)}';`});
  const request = {sourceDir, functionName: 'checkout', setting: {}, sink: new EventRecorder()};
  await expect(build(sourceDir)).rejects.toMatchObject({code: 'SECRET_IN_PACKAGE'});
  await expect(readLayer(request)).rejects.toMatchObject({code: 'SECRET_IN_PACKAGE'});
  const allowSecrets = ['node_modules/words/token.js'];
  const {contentDigest} = await build(sourceDir, {allowSecrets});
  expect((await readLayer({...request, allowSecrets})).contentDigest).toBe(contentDigest);
});

test('a build folder below the project finds the lockfile above it', async () => {
  const root = anNpmProject({'dist/index.js': '1', 'dist/package.json': '{"type": "module"}'});
  expect((await build(path.join(root, 'dist'))).packages).toHaveLength(2);
});

test('chosen packages go into the layer, the others stay in the deployment package', async () => {
  const sourceDir = anNpmProject({
    'package.json': JSON.stringify({dependencies: {greeting: '^1.0.0', other: '1'}}),
    'package-lock.json': lockOf({
      '': {dependencies: {greeting: '^1.0.0', other: '1'}},
      'node_modules/greeting': {version: '1.0.0', dependencies: {words: '2'}},
      'node_modules/other': {version: '1.0.0'},
      'node_modules/words': {version: '2.0.0'},
    }),
    ...installed('node_modules/other', '1.0.0'),
  });
  const layer = await build(sourceDir, {setting: {name: 'chosen', include: ['greeting']}});
  expect(layer.packages.map(({name}) => name)).toEqual(['greeting', 'words']);
  const {zip} = await buildDeploymentPackage({sourceDir, takenOut: layer.takenOut, sink: new EventRecorder()});
  const inModules = namesIn(zip).filter((name) => name.startsWith('node_modules/'));
  expect(inModules.filter((name) => /greeting|words/.test(name))).toEqual([]);
  expect(inModules).toContain('node_modules/other/index.js');
});

test('lines of .lambdaignore shorten the packages, and one for all of node_modules does not empty the layer', async () => {
  expect(namesIn((await build(anNpmProject({'.lambdaignore': '*.md\n'}))).zip)).not.toContain(
    'nodejs/node_modules/greeting/README.md',
  );
  expect((await build(anNpmProject({'.lambdaignore': 'node_modules/\n'}))).files).toBe(5);
});

test('a workspace brings the files of the packages it is linked to', async () => {
  const root = writeTree(tempFolder(), {
    'package.json': JSON.stringify({workspaces: ['packages/*']}),
    'packages/api/package.json': JSON.stringify({name: 'api', dependencies: {common: '*'}}),
    'packages/api/index.js': '1',
    ...installed('packages/common', '1.0.0', {'.env': 'TOKEN=1'}),
    'package-lock.json': lockOf({
      '': {},
      'packages/api': {dependencies: {common: '*'}},
      'packages/common': {version: '1.0.0'},
      'node_modules/common': {link: true, resolved: 'packages/common'},
    }),
    'node_modules/.keep': '',
  });
  symlinkSync('../packages/common', path.join(root, 'node_modules/common'));
  const layer = await build(path.join(root, 'packages/api'));
  expect(namesIn(layer.zip)).toEqual([
    'nodejs/node_modules/common/index.js',
    'nodejs/node_modules/common/package.json',
  ]);
});

test('an optional package that is not installed is done without, with what only it needs', async () => {
  const sourceDir = anNpmProject({
    'package.json': JSON.stringify({dependencies: {greeting: '^1.0.0'}, optionalDependencies: {fast: '1'}}),
    'package-lock.json': lockOf({
      '': {dependencies: {greeting: '^1.0.0'}, optionalDependencies: {fast: '1'}},
      'node_modules/greeting': {version: '1.0.0', dependencies: {words: '2'}},
      'node_modules/fast': {version: '1.0.0', dependencies: {faster: '1'}},
      'node_modules/faster': {version: '1.0.0'},
      'node_modules/words': {version: '2.0.0'},
    }),
  });
  const layer = await build(sourceDir);
  expect(layer.skipped).toEqual(['fast', 'faster']);
  expect(layer.packages.map(({name}) => name)).toEqual(['greeting', 'words']);
});

test.each([
  [
    'a package that is not installed',
    (root: string) => rmSync(path.join(root, 'node_modules/words'), {recursive: true}),
    'DEPENDENCIES_OUT_OF_DATE',
    /node_modules\/words: not installed/,
  ],
  [
    'another version than the lockfile has',
    (root: string) => writeTree(root, installed('node_modules/words', '1.9.0')),
    'DEPENDENCIES_OUT_OF_DATE',
    /node_modules\/words: 1\.9\.0 is installed, the lockfile has 2\.0\.0/,
  ],
  [
    'a package.json that is ahead of the lockfile',
    (root: string) => writeFileSync(path.join(root, 'package.json'), '{"dependencies": {"greeting": "^2.0.0"}}'),
    'DEPENDENCIES_OUT_OF_DATE',
    /dependencies\.greeting: \^2\.0\.0 in package\.json, \^1\.0\.0 in the lockfile/,
  ],
  [
    'a lockfile of npm 6',
    (root: string) => writeFileSync(path.join(root, 'package-lock.json'), '{"lockfileVersion": 1}'),
    'LOCKFILE_TOO_OLD',
    /lockfileVersion 1/,
  ],
  [
    'no lockfile',
    (root: string) => rmSync(path.join(root, 'package-lock.json')),
    'LOCKFILE_MISSING',
    /has no lockfile \(package-lock\.json/,
  ],
  [
    'a lockfile with the marks of a merge conflict',
    (root: string) => writeFileSync(path.join(root, 'package-lock.json'), '<<<<<<< HEAD'),
    'LOCKFILE_INVALID',
    /is not a lockfile of npm/,
  ],
  [
    'no production dependencies',
    (root: string) =>
      writeTree(root, {'package.json': '{"devDependencies": {"tool": "*"}}', 'package-lock.json': lockOf({'': {}})}),
    'LAYER_EMPTY',
    /no production dependencies/,
  ],
])('%s is an error that names it and the way out', async (_what, spoil, code, message) => {
  const sourceDir = anNpmProject();
  spoil(sourceDir);
  const error = await build(sourceDir).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({code, exitCode: 2, message: expect.stringMatching(message)});
  expect((error as {suggestions: string[]}).suggestions[0]).toBeTruthy();
});

test('a name that is none of the dependencies is refused', async () => {
  await expect(build(anNpmProject(), {setting: {include: ['words']}})).rejects.toMatchObject({
    code: 'LAYER_INCLUDE_UNKNOWN',
    details: {names: ['words']},
  });
});

test('a folder that belongs to nothing says what a layer is made of', async () => {
  const sourceDir = writeTree(tempFolder(), {'index.js': '1'});
  expect(existsSync('/package.json')).toBe(false);
  await expect(build(sourceDir)).rejects.toMatchObject({code: 'LAYER_PROJECT_NOT_FOUND'});
  await expect(build(sourceDir, {runtime: 'java21'})).rejects.toMatchObject({code: 'LAYER_PROJECT_NOT_FOUND'});
});
