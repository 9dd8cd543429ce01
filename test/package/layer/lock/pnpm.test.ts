import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {packFunction} from '../../../../src/lib/service/publish/pack-function.js';
import {EventRecorder} from '../../../fakes/event-recorder.js';
import type {Tree} from '../../temp-folder.js';
import {readZip} from '../../zip/read-zip.js';
import {aPackage, layerOf, linkedTree, placesIn} from './a-linked-project.js';

const STORE = 'node_modules/.pnpm';
const inStore = (name: string, version: string, key = `${name}@${version}`): Tree =>
  aPackage(`${STORE}/${key}/node_modules/${name}`, name, version);

const VERSION_9 = `lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      greeting: {specifier: ^1.0.0, version: '1.0.0(peer@1.0.0)'}
      words: {specifier: ^1.0.0, version: 1.0.0}
    optionalDependencies:
      native-darwin-arm64: {specifier: '*', version: 1.0.0}
    devDependencies:
      tool: {specifier: '*', version: 3.0.0}
packages:
  greeting@1.0.0: {resolution: {integrity: sha512-a}}
  native-darwin-arm64@1.0.0: {resolution: {integrity: sha512-b}, cpu: [arm64], os: [darwin]}
  peer@1.0.0: {resolution: {integrity: sha512-c}}
  tool@3.0.0: {resolution: {integrity: sha512-d}}
  words@1.0.0: {resolution: {integrity: sha512-e}}
  words@2.0.0: {resolution: {integrity: sha512-f}}
snapshots:
  greeting@1.0.0(peer@1.0.0):
    dependencies: {peer: 1.0.0, words: 2.0.0}
  native-darwin-arm64@1.0.0: {optional: true}
  peer@1.0.0: {}
  tool@3.0.0: {dependencies: {words: 2.0.0}}
  words@1.0.0: {}
  words@2.0.0: {}
`;

const VERSION_6 = `lockfileVersion: '6.0'
dependencies:
  greeting: {specifier: ^1.0.0, version: 1.0.0(peer@1.0.0)}
  words: {specifier: ^1.0.0, version: 1.0.0}
optionalDependencies:
  native-darwin-arm64: {specifier: '*', version: 1.0.0}
devDependencies:
  tool: {specifier: '*', version: 3.0.0}
packages:
  /greeting@1.0.0(peer@1.0.0): {dependencies: {peer: 1.0.0, words: 2.0.0}, dev: false}
  /native-darwin-arm64@1.0.0: {cpu: [arm64], os: [darwin], optional: true}
  /peer@1.0.0: {dev: false}
  /tool@3.0.0: {dependencies: {words: 2.0.0}, dev: true}
  /words@1.0.0: {dev: false}
  /words@2.0.0: {}
`;

const MANIFEST = {
  name: 'app',
  dependencies: {greeting: '^1.0.0', words: '^1.0.0'},
  optionalDependencies: {'native-darwin-arm64': '*'},
  devDependencies: {tool: '*'},
};

/** As pnpm's isolated linker leaves it. */
function aPnpmProject(lock = VERSION_9): string {
  const greeting = `${STORE}/greeting@1.0.0_peer@1.0.0/node_modules`;
  return linkedTree(
    {
      'index.js': "exports.handler = async () => require('greeting');\n",
      'package.json': JSON.stringify(MANIFEST),
      'pnpm-lock.yaml': lock,
      'node_modules/.modules.yaml': 'nodeLinker: isolated\n',
      ...inStore('greeting', '1.0.0', 'greeting@1.0.0_peer@1.0.0'),
      ...inStore('peer', '1.0.0'),
      ...inStore('tool', '3.0.0'),
      ...inStore('words', '1.0.0'),
      ...inStore('words', '2.0.0'),
      [`${greeting}/.generated/client.js`]: 'module.exports = 1;\n',
    },
    {
      'node_modules/greeting': '.pnpm/greeting@1.0.0_peer@1.0.0/node_modules/greeting',
      'node_modules/words': '.pnpm/words@1.0.0/node_modules/words',
      'node_modules/tool': '.pnpm/tool@3.0.0/node_modules/tool',
      [`${greeting}/words`]: '../../words@2.0.0/node_modules/words',
      [`${greeting}/peer`]: '../../peer@1.0.0/node_modules/peer',
      [`${STORE}/tool@3.0.0/node_modules/words`]: '../../words@2.0.0/node_modules/words',
    },
  );
}

test.each([
  ['9', VERSION_9],
  ['6', VERSION_6],
])(
  'links of pnpm become folders in which every package finds what the lockfile (version %s) gives it',
  async (_, lock) => {
    const layer = await layerOf(aPnpmProject(lock));
    expect(placesIn(layer.zip)).toEqual({
      greeting: '1.0.0',
      'greeting/node_modules/words': '2.0.0',
      peer: '1.0.0',
      words: '1.0.0',
    });
    expect(layer.skipped).toEqual(['native-darwin-arm64']);
    expect(readZip(layer.zip).map(({name}) => name)).toContain('nodejs/node_modules/.generated/client.js');
  },
);

test('what pnpm has installed for development only stays out of the package, with the links to it', async () => {
  const sourceDir = aPnpmProject();
  const request = {sourceDir, functionName: 'checkout', runtime: 'nodejs22.x', sink: new EventRecorder()};
  const names = async (production: boolean) =>
    readZip((await packFunction({...request, production}, undefined)).package.zip).map(({name}) => name);
  const isTool = (name: string) => name.includes('tool');
  expect((await names(false)).filter(isTool)).toContain('node_modules/tool');
  const kept = await names(true);
  expect(kept.filter(isTool)).toEqual([]);
  expect(kept).toContain('node_modules/greeting');
  expect(kept).toContain(`${STORE}/words@2.0.0/node_modules/words/index.js`);
});

test('chosen packages leave the package, but for what the others need', async () => {
  const sourceDir = aPnpmProject();
  const request = {sourceDir, functionName: 'checkout', runtime: 'nodejs22.x', sink: new EventRecorder()};
  const {package: made, layer} = await packFunction(request, {include: ['greeting']});
  expect(placesIn(layer?.zip ?? new Uint8Array())).toEqual({greeting: '1.0.0', peer: '1.0.0', words: '2.0.0'});
  const names = readZip(made.zip).map(({name}) => name);
  expect(names).toContain('node_modules/words');
  expect(names.filter((name) => /greeting|peer@/.test(name))).toEqual([
    `${STORE}/greeting@1.0.0_peer@1.0.0/node_modules/.generated/client.js`,
  ]);
});

test('a package of the workspace comes along as a folder, with what it needs', async () => {
  const root = linkedTree(
    {
      'pnpm-lock.yaml': `lockfileVersion: '9.0'
importers:
  .: {}
  apps/api:
    dependencies:
      '@w/lib': {specifier: 'workspace:*', version: link:../../libs/lib}
  libs/lib:
    dependencies:
      words: {specifier: '1', version: 1.0.0}
packages:
  words@1.0.0: {resolution: {integrity: sha512-e}}
snapshots:
  words@1.0.0: {}
`,
      'package.json': '{"name": "root"}',
      'apps/api/package.json': JSON.stringify({name: 'api', dependencies: {'@w/lib': 'workspace:*'}}),
      'apps/api/index.js': '',
      ...aPackage('libs/lib', '@w/lib', '0.1.0', {dependencies: {words: '1'}}),
      ...inStore('words', '1.0.0'),
    },
    {
      'apps/api/node_modules/@w/lib': '../../../../libs/lib',
      'libs/lib/node_modules/words': '../../../node_modules/.pnpm/words@1.0.0/node_modules/words',
    },
  );
  const layer = await layerOf(path.join(root, 'apps/api'));
  expect(placesIn(layer.zip)).toEqual({'@w/lib': '0.1.0', words: '1.0.0'});
});

test.each([
  [
    'a package that is not installed',
    (root: string) => rmSync(path.join(root, STORE, 'words@2.0.0'), {recursive: true}),
    'DEPENDENCIES_OUT_OF_DATE',
    /words/,
  ],
  [
    'a package.json that asks for something else',
    (root: string) =>
      writeFileSync(path.join(root, 'package.json'), JSON.stringify({...MANIFEST, dependencies: {greeting: '^2.0.0'}})),
    'DEPENDENCIES_OUT_OF_DATE',
    /greeting: \^2\.0\.0 in package\.json, \^1\.0\.0 in the lockfile/,
  ],
  [
    'an old lockfile',
    (root: string) => writeFileSync(path.join(root, 'pnpm-lock.yaml'), 'lockfileVersion: 5.4\n'),
    'LOCKFILE_TOO_OLD',
    /version 5\.4/,
  ],
  [
    'the marks of a merge conflict',
    (root: string) => writeFileSync(path.join(root, 'pnpm-lock.yaml'), '<<<<<<< HEAD\na: 1\n'),
    'LOCKFILE_INVALID',
    /is not a lockfile of pnpm/,
  ],
])('%s is an error that names it and the way out', async (_, spoil, code, message) => {
  const root = aPnpmProject();
  spoil(root);
  const thrown = await layerOf(root).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toMatchObject({code, exitCode: 2, message: expect.stringMatching(message)});
  expect(String((thrown as {suggestions: string[]}).suggestions[0])).toMatch(/pnpm/);
});
