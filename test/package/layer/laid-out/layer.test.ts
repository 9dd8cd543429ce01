import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {buildLayer} from '../../../../src/lib/package/layer/build-layer.js';
import {packFunction} from '../../../../src/lib/service/publish/pack-function.js';
import {EventRecorder} from '../../../fakes/event-recorder.js';
import {zipOf} from '../../../sandbox/zip-of.js';
import {ARM64, elf} from '../../inspect/binary-files.js';
import {type Tree, tempFolder, writeTree} from '../../temp-folder.js';
import {readZip} from '../../zip/read-zip.js';

const namesIn = (zip: Uint8Array) => readZip(zip).map(({name}) => name);

const JARS: Tree = {
  'Handler.class': 'code',
  'java/lib/jackson-core-2.17.1.jar': 'jar',
  'java/lib/own.jar': 'jar',
};
const GEMS: Tree = {
  'handler.rb': 'require "rack"\n',
  'ruby/gems/3.3.0/gems/rack-3.1.0/lib/rack.rb': 'module Rack; end\n',
  'ruby/gems/3.3.0/specifications/rack-3.1.0.gemspec': 'spec',
  'ruby/gems/3.3.0/gems/aws-sdk-s3-1.150.0/lib/aws-sdk-s3.rb': 'sdk\n',
  'ruby/gems/3.3.0/specifications/aws-sdk-s3-1.150.0.gemspec': 'spec',
  'ruby/gems/3.3.0/extensions/x86_64-linux/3.3.0/rack-3.1.0/gem.build_complete': 'x',
  'ruby/gems/3.3.0/cache/rack-3.1.0.gem': 'archive',
  'ruby/gems/3.3.0/doc/rack-3.1.0/ri/index.ri': 'doc',
  'ruby/lib/own.rb': 'OWN = 1\n',
};

function pack(tree: Tree, runtime: string, setting: Parameters<typeof packFunction>[1] = {}) {
  const sourceDir = writeTree(tempFolder(), tree);
  const request = {sourceDir, functionName: 'pay', runtime, architecture: 'x86_64', sink: new EventRecorder()};
  return packFunction(request, setting);
}

test('jars of java/lib are the layer, and leave the package', async () => {
  const {layer, package: made} = await pack(JARS, 'java21');
  expect(namesIn(layer?.zip ?? Buffer.alloc(0))).toEqual(['java/lib/jackson-core-2.17.1.jar', 'java/lib/own.jar']);
  expect(layer?.packages).toEqual([{name: 'jackson-core', version: '2.17.1'}, {name: 'own'}]);
  expect(namesIn(made.zip)).toEqual(['Handler.class']);
});

test('gems of the runtime and files to require are the layer, without what nothing reads', async () => {
  const {layer, package: made} = await pack(GEMS, 'ruby3.3', {name: 'gems', exclude: ['aws-sdk-*']});
  expect(namesIn(layer?.zip ?? Buffer.alloc(0))).toEqual([
    'ruby/gems/3.3.0/extensions/x86_64-linux/3.3.0/rack-3.1.0/gem.build_complete',
    'ruby/gems/3.3.0/gems/rack-3.1.0/lib/rack.rb',
    'ruby/gems/3.3.0/specifications/rack-3.1.0.gemspec',
    'ruby/lib/own.rb',
  ]);
  expect(layer?.packages).toEqual([{name: 'rack', version: '3.1.0'}]);
  expect(layer?.leftOut).toEqual([
    'ruby/gems/3.3.0/cache/rack-3.1.0.gem',
    'ruby/gems/3.3.0/doc/rack-3.1.0/ri/index.ri',
  ]);
  expect(namesIn(made.zip)).toEqual(['handler.rb']);
});

test('chosen paths go into the layer, and the others stay in the package', async () => {
  const include = ['./java/lib/own.jar', 'lib/'];
  const {layer, package: made} = await pack({...JARS, 'lib/libz.so': 'x'}, 'java17', {name: 'own', include});
  expect(namesIn(layer?.zip ?? Buffer.alloc(0))).toEqual(['java/lib/own.jar', 'lib/libz.so']);
  expect(namesIn(made.zip)).toEqual(['Handler.class', 'java/lib/jackson-core-2.17.1.jar']);
});

test('a folder beside the source is laid out the same way, also beside a jar', async () => {
  const packages = writeTree(tempFolder(), JARS);
  const folder = await pack({'Handler.class': 'code'}, 'java21', {name: 'deps', packages});
  expect(folder.layer?.packages).toHaveLength(2);
  const jar = path.join(tempFolder(), 'pay.jar');
  writeFileSync(jar, await zipOf({'Handler.class': 'code'}));
  const request = {sourceDir: jar, functionName: 'pay', runtime: 'java21', sink: new EventRecorder()};
  const beside = await packFunction(request, {name: 'deps', packages});
  expect(beside.layer?.contentDigest).toBe(folder.layer?.contentDigest);
  await expect(packFunction(request, {name: 'deps'})).rejects.toMatchObject({code: 'LAYER_OF_ARCHIVE'});
});

const gem = (folder: string) => ({
  [`${folder}/gems/rack-3.1.0/lib/rack.rb`]: 'x',
  [`${folder}/specifications/rack-3.1.0.gemspec`]: 'x',
});

test.each<[string, string, Tree, readonly string[] | undefined, RegExp, RegExp]>([
  ['jars beside java/lib', 'java21', {'java/a.jar': 'x'}, undefined, /: java\/a\.jar\.$/, /jars in java\/lib/],
  ['jars in a folder of it', 'java21', {'java/lib/b/a.jar': 'x'}, undefined, /java\/lib\/b\/a\.jar/, /no folder below/],
  ['jars where the package has them', 'java21', {'lib/a.jar': 'x'}, ['lib'], /lib\/a\.jar/, /java\/lib/],
  ['classes', 'java11', {'java/lib/A.class': 'x'}, undefined, /java\/lib\/A\.class/, /java\/lib/],
  ['gems of another Ruby', 'ruby3.3', gem('ruby/gems/3.2.0'), undefined, /ruby\/gems\/3\.2\.0/, /ruby\/gems\/3\.3\.0/],
  ['gems without a Ruby', 'ruby3.4', gem('ruby/gems'), undefined, /ruby\/gems\/gems/, /ruby\/gems\/3\.4\.0/],
  [
    "bundler's own folder",
    'ruby3.3',
    gem('vendor/bundle/ruby/3.3.0'),
    ['vendor'],
    /vendor\/bundle/,
    /gems in ruby\/gems/,
  ],
  [
    'a gem without its specification',
    'ruby3.3',
    {'ruby/gems/3.3.0/gems/rack-3.1.0/lib/rack.rb': 'x'},
    undefined,
    /rack-3\.1\.0\/ without .*\/rack-3\.1\.0\.gemspec/,
    /ruby\/gems\/3\.3\.0/,
  ],
])('%s are refused by name, with what Lambda looks for', async (_, runtime, tree, include, message, expected) => {
  const setting = include === undefined ? {} : {name: 'deps', include};
  await expect(pack({'code.txt': 'x', ...tree}, runtime, setting)).rejects.toMatchObject({
    code: 'LAYER_LAYOUT_WRONG',
    exitCode: 2,
    message: expect.stringMatching(message),
    suggestions: [expect.stringMatching(expected), expect.stringMatching(/Maven|bundler/)],
  });
});

test.each([
  ['nothing to lay out', undefined, 'LAYER_PROJECT_NOT_FOUND'],
  ['a path that is not there', ['java/libs'], 'LAYER_INCLUDE_UNKNOWN'],
  ['a path in a file', ['code.txt/lib'], 'LAYER_INCLUDE_UNKNOWN'],
  ['a path outside', ['../java'], 'LAYER_INCLUDE_UNKNOWN'],
  ['an absolute path', ['/java'], 'LAYER_INCLUDE_UNKNOWN'],
])('%s is an error with a way out', async (_, include, code) => {
  const setting = include === undefined ? {} : {name: 'deps', include};
  const outcome = pack({'code.txt': 'x'}, 'java21', setting);
  await expect(outcome).rejects.toMatchObject({code, exitCode: 2});
  await expect(outcome).rejects.toMatchObject({
    suggestions: expect.arrayContaining([expect.stringMatching(/java\/lib/)]),
  });
});

test('gems that were compiled for another machine are refused', async () => {
  const file = 'ruby/gems/3.3.0/gems/rack-3.1.0/lib/rack/native.so';
  await expect(pack({...GEMS, [file]: elf(ARM64)}, 'ruby3.3')).rejects.toMatchObject({
    code: 'NATIVE_MISMATCH',
    suggestions: expect.arrayContaining([expect.stringMatching(/gems on Linux of x86_64/)]),
  });
});

test('without a runtime nobody knows that it is Java', async () => {
  const sourceDir = writeTree(tempFolder(), JARS);
  const request = {sourceDir, functionName: 'pay', setting: {}, sink: new EventRecorder()};
  await expect(buildLayer(request)).rejects.toMatchObject({
    code: 'LAYER_PROJECT_NOT_FOUND',
    suggestions: expect.arrayContaining([expect.stringContaining('--runtime java21')]),
  });
});
