import {expect, test} from 'vitest';
import {withPlaces} from '../../../../src/lib/sandbox/runtime/launch/lambda-paths.js';
import {zipOf} from '../../zip-of.js';
import {anInvoker, answerOf, aVersion} from '../running-function.js';

const WRAPPER = '#!/bin/sh\nexport WRAPPED="$#"\nexec "$@"\n';
const SOURCE = 'export const handler = async () => [process.env.WRAPPED, globalThis.first];';

test('a wrapper of a layer starts the runtime, and loaders find what they are told lies in /opt', async () => {
  await using running = anInvoker();
  const layerZips = [await zipOf({wrapper: WRAPPER, 'lib/first.mjs': 'globalThis.first = "was here";'}, 0o100755)];
  const environment = {AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrapper', NODE_OPTIONS: '--import /opt/lib/first.mjs'};
  const version = await aVersion(SOURCE, {layerZips, environment});
  // The runtime's program, its memory and its loop.
  expect(answerOf(await running.invoke(version)).value).toEqual(['3', 'was here']);
});

test('a wrapper that is not there ends the start', async () => {
  await using running = anInvoker();
  const version = await aVersion(SOURCE, {environment: {AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrapper'}});
  expect(answerOf(await running.invoke(version)).functionError).toBe('Unhandled');
});

test('of variables, those for loaders alone have the folders as they are here', () => {
  const folder = {root: '/r', task: '/r/task', opt: '/r/opt'};
  const given = {
    PYTHONPATH: '/opt/python:/var/task/lib:/usr/opt:/opt',
    LD_PRELOAD: '/opt/lib/a.so /options/b.so',
    DATA: '/opt/data.json',
  };
  expect(withPlaces(given, folder)).toEqual({
    PYTHONPATH: '/r/opt/python:/r/task/lib:/usr/opt:/r/opt',
    LD_PRELOAD: '/r/opt/lib/a.so /options/b.so',
    DATA: '/opt/data.json',
  });
});
