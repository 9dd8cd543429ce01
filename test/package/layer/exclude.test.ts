import {expect, test} from 'vitest';
import {buildLayer, type LayerRequest} from '../../../src/lib/package/layer/build-layer.js';
import {excludedBy} from '../../../src/lib/package/layer/excluded.js';
import {npmClosure} from '../../../src/lib/package/layer/npm-closure.js';
import {parseMetadata, pythonClosure} from '../../../src/lib/package/layer/python/closure.js';
import {packFunction} from '../../../src/lib/service/publish/pack-function.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {readZip} from '../zip/read-zip.js';
import {anNpmProject, installed, lockOf} from './an-npm-project.js';

test.each([
  ['@aws-sdk/*', '@aws-sdk/client-s3', true],
  ['@aws-sdk/*', '@aws-sdk', false],
  ['@aws-sdk/*', '@smithy/core', false],
  ['boto3', 'boto3', true],
  ['boto3', 'boto3-stubs', false],
  ['a.b', 'axb', false],
  ['*', 'anything', true],
  ['*', '@scope/anything', false],
])('%s is for %s: %s', (pattern, name, is) => {
  expect(excludedBy([pattern])(name)).toBe(is);
});

/** A handler that uses `greeting`, which needs `words` and the SDK; the SDK needs a package that nobody else does. */
function aProject(): string {
  const needs = {greeting: '^1.0.0', '@aws-sdk/client-s3': '3'};
  return anNpmProject({
    'package.json': JSON.stringify({name: 'app', dependencies: needs, devDependencies: {tool: '*'}}),
    'package-lock.json': lockOf({
      '': {dependencies: needs, devDependencies: {tool: '*'}},
      'node_modules/@aws-sdk/client-s3': {version: '3.0.0', dependencies: {'sdk-core': '1', words: '2'}},
      'node_modules/greeting': {version: '1.0.0', dependencies: {words: '2', '@aws-sdk/client-s3': '3'}},
      'node_modules/sdk-core': {version: '1.0.0'},
      'node_modules/tool': {version: '3.0.0', dev: true},
      'node_modules/words': {version: '2.0.0'},
    }),
    ...installed('node_modules/@aws-sdk/client-s3', '3.0.0'),
    ...installed('node_modules/sdk-core', '1.0.0'),
  });
}

const EXCLUDE = ['@aws-sdk/*'];
const build = (sourceDir: string, setting: LayerRequest['setting']) =>
  buildLayer({sourceDir, functionName: 'checkout', setting, sink: new EventRecorder()});

test('what the runtime brings is in no layer, with what only that needs', async () => {
  const {packages} = await build(aProject(), {exclude: EXCLUDE});
  expect(packages.map(({name}) => name)).toEqual(['greeting', 'words']);
});

test('nor is it in the package, also where other packages stay there', async () => {
  const setting = {name: 'some', include: ['greeting'], exclude: EXCLUDE};
  const request = {sourceDir: aProject(), functionName: 'checkout', sink: new EventRecorder()};
  const packed = await packFunction(request, setting);
  const names = readZip(packed.package.zip).map(({name}) => name);
  expect(names).toContain('node_modules/tool/index.js');
  expect(names.filter((name) => /aws-sdk|greeting|words/.test(name))).toEqual([]);
});

test('a package that is not installed is not missed when it is excluded', () => {
  const packages = new Map([
    ['', {dependencies: {a: '1', b: '1'}}],
    ['node_modules/a', {version: '1.0.0'}],
  ] as const);
  const closure = npmClosure({packages, location: '', isExcluded: (name) => name === 'b'});
  expect([...closure.instances.keys()]).toEqual(['node_modules/a']);
  expect(closure.unresolved).toEqual([]);
});

test('distributions of Python are excluded by their normalized names', () => {
  const distribution = (name: string, ...requires: readonly string[]) => {
    const lines = requires.map((each) => `Requires-Dist: ${each}`);
    const text = [`Name: ${name}`, 'Version: 1.0', ...lines].join('\n');
    const parsed = parseMetadata(text, `${name}-1.0.dist-info`);
    if (!parsed) throw new Error('No metadata.');
    return parsed;
  };
  const there = [distribution('app-lib', 'Boto3', 'x_y'), distribution('boto3', 'botocore'), distribution('x.y')];
  const required = there.slice(0, 1).map(({name}) => ({name, extras: []}));
  const {distributions, problems} = pythonClosure(required, there, {isExcluded: excludedBy(['boto3'])});
  expect(distributions.map(({name}) => name)).toEqual(['app-lib', 'x.y']);
  expect(problems).toEqual([]);
});
