import {mkdirSync, rmSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {packFunction} from '../../../src/lib/service/publish/pack-function.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {tempFolder, writeTree} from '../temp-folder.js';
import {readZip} from '../zip/read-zip.js';
import {anNpmProject, installed, lockOf} from './an-npm-project.js';

const pack = (sourceDir: string, production = true, runtime?: string) =>
  packFunction({sourceDir, functionName: 'checkout', production, runtime, sink: new EventRecorder()}, undefined);
const modulesIn = (zip: Uint8Array) =>
  readZip(zip).flatMap(({name}) => /^node_modules\/(.+)\/package\.json$/.exec(name)?.[1] ?? []);

test('what is for development only stays out of the package, what is not in the lockfile stays in', async () => {
  const project = anNpmProject(installed('node_modules/by-hand', '0.1.0'));
  mkdirSync(path.join(project, 'node_modules/.bin'));
  symlinkSync('../tool/index.js', path.join(project, 'node_modules/.bin/tool'));
  expect(modulesIn((await pack(project, false)).package.zip)).toEqual(['by-hand', 'greeting', 'tool', 'words']);
  expect(modulesIn((await pack(project)).package.zip)).toEqual(['by-hand', 'greeting', 'words']);
});

test('it is the same package as after npm has left it out itself', async () => {
  const [whole, without] = [anNpmProject(), anNpmProject()];
  const {contentDigest} = (await pack(whole)).package;
  rmSync(path.join(without, 'node_modules/tool'), {recursive: true});
  expect((await pack(without, false)).package.contentDigest).toBe(contentDigest);
});

test('what is needed and not installed is told before anything is packed', async () => {
  const project = anNpmProject({
    'package-lock.json': lockOf({
      '': {dependencies: {greeting: '^1.0.0'}, devDependencies: {tool: '*'}},
      'node_modules/greeting': {version: '1.0.0', dependencies: {words: '3'}},
      'node_modules/tool': {version: '3.0.0', dev: true},
      'node_modules/words': {version: '3.0.0'},
    }),
  });
  await expect(pack(project)).rejects.toMatchObject({code: 'DEPENDENCIES_OUT_OF_DATE', exitCode: 2});
});

test.each([
  ['nothing of npm', 'nodejs22.x', {'index.mjs': ''}],
  ['another language', 'python3.13', {'app.py': ''}],
])('in a folder with %s it cannot be told', async (_, runtime, tree) => {
  const project = writeTree(tempFolder(), tree);
  await expect(pack(project, true, runtime)).rejects.toMatchObject({code: 'PRODUCTION_UNKNOWN', exitCode: 2});
});
