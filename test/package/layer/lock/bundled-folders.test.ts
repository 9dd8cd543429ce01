import {expect, test} from 'vitest';
import {packFunction} from '../../../../src/lib/service/publish/pack-function.js';
import {EventRecorder} from '../../../fakes/event-recorder.js';
import {readZip} from '../../zip/read-zip.js';
import {aPackage, layerOf, linkedTree, placesIn} from './a-linked-project.js';

const STORED = 'node_modules/.pnpm/greeting@1.0.0/node_modules/greeting';
const BUNDLING = {bundledDependencies: ['words']};
const MANIFEST = {'package.json': JSON.stringify({name: 'app', dependencies: {greeting: '^1.0.0'}}), 'index.js': ''};

const byPnpm = () =>
  linkedTree(
    {
      ...MANIFEST,
      'pnpm-lock.yaml': `lockfileVersion: '9.0'
importers: {.: {dependencies: {greeting: {specifier: ^1.0.0, version: 1.0.0}}}}
packages: {greeting@1.0.0: {bundledDependencies: [words]}}
snapshots: {greeting@1.0.0: {}}
`,
      ...aPackage(STORED, 'greeting', '1.0.0', BUNDLING),
      ...aPackage(`${STORED}/node_modules/words`, 'words', '1.0.0'),
      ...aPackage(`${STORED}/node_modules/words/node_modules/@letters/all`, '@letters/all', '2.0.0'),
    },
    {'node_modules/greeting': '.pnpm/greeting@1.0.0/node_modules/greeting'},
  );

const byYarn = () =>
  linkedTree({
    ...MANIFEST,
    'yarn.lock': '# yarn lockfile v1\n\ngreeting@^1.0.0:\n  version "1.0.0"\n',
    'node_modules/.yarn-integrity': '{}',
    ...aPackage('node_modules/greeting', 'greeting', '1.0.0', BUNDLING),
    ...aPackage('node_modules/greeting/node_modules/words', 'words', '1.0.0'),
    ...aPackage('node_modules/greeting/node_modules/words/node_modules/@letters/all', '@letters/all', '2.0.0'),
  });

test.each([
  ['pnpm', byPnpm],
  ['yarn', byYarn],
])('what a package brings along itself comes into the layer and stays in the package: %s', async (_, make) => {
  const sourceDir = make();
  expect(placesIn((await layerOf(sourceDir)).zip)).toEqual({
    greeting: '1.0.0',
    'greeting/node_modules/words': '1.0.0',
    'greeting/node_modules/words/node_modules/@letters/all': '2.0.0',
  });
  const request = {sourceDir, functionName: 'checkout', runtime: 'nodejs22.x', sink: new EventRecorder()};
  const names = readZip((await packFunction({...request, production: true}, undefined)).package.zip);
  const ending = 'greeting/node_modules/words/node_modules/@letters/all/index.js';
  expect(names.filter(({name}) => name.endsWith(ending))).toHaveLength(1);
});
