import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {zipOf} from '../zip-of.js';
import {anInvoker, answerOf, aVersion} from './running-function.js';

async function aProject() {
  const project = await mkdtemp(path.join(tmpdir(), 'sandbox-project-'));
  const add = async (name: string, source: string) => {
    const folder = path.join(project, 'node_modules', name);
    await mkdir(folder, {recursive: true});
    await writeFile(path.join(folder, 'package.json'), JSON.stringify({name, main: 'index.js'}));
    await writeFile(path.join(folder, 'index.js'), source);
  };
  await add('@aws-sdk/client-s3', 'exports.from = "the project, with " + require("dependency");');
  await add('dependency', 'module.exports = "its dependency";');
  await mkdir(path.join(project, 'packages', 'api'), {recursive: true});
  return {project, [Symbol.asyncDispose]: () => rm(project, {recursive: true})};
}

const SOURCE = 'import {from} from "@aws-sdk/client-s3"; export const handler = async () => from;';

test('a handler that brings no AWS SDK finds the one of the project, from a folder of it too', async () => {
  await using at = await aProject();
  await using running = anInvoker({sdkFrom: path.join(at.project, 'packages', 'api')});
  expect(answerOf(await running.invoke(await aVersion(SOURCE))).value).toBe('the project, with its dependency');
});

test('its own comes first, then a layer’s', async () => {
  await using at = await aProject();
  await using running = anInvoker({sdkFrom: at.project});
  const module = (root: string, text: string) => ({
    [`${root}node_modules/@aws-sdk/client-s3/package.json`]: '{"main":"main.js"}',
    [`${root}node_modules/@aws-sdk/client-s3/main.js`]: `exports.from = ${JSON.stringify(text)};`,
  });
  const layerZips = [await zipOf(module('nodejs/', 'the layer'))];
  const zip = await zipOf({'index.mjs': SOURCE, ...module('', 'the package')});
  expect(answerOf(await running.invoke(await aVersion(SOURCE, {layerZips}))).value).toBe('the layer');
  expect(answerOf(await running.invoke(await aVersion('', {layerZips, zip}))).value).toBe('the package');
});

test('what else the project has installed stays out of reach, as on Lambda', async () => {
  await using at = await aProject();
  await using running = anInvoker({sdkFrom: at.project});
  const version = await aVersion('import dependency from "dependency"; export const handler = async () => dependency;');
  expect(answerOf(await running.invoke(version)).value).toMatchObject({errorType: 'Runtime.ImportModuleError'});
});
