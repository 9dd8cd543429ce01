import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {zipOf} from '../zip-of.js';
import {anInvoker, answerOf, aVersion} from './running-function.js';

const EXTENSION = `#!${process.execPath}
const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2020-01-01/extension/';
const registered = await fetch(base + 'register', {
  method: 'POST',
  headers: {'Lambda-Extension-Name': 'watcher.mjs', 'Lambda-Extension-Accept-Feature': 'accountId'},
  body: JSON.stringify({events: ['INVOKE', 'SHUTDOWN']}),
});
console.log('registered beside ' + JSON.stringify(await registered.json()));
const id = registered.headers.get('lambda-extension-identifier');
for (;;) {
  const event = await (await fetch(base + 'event/next', {headers: {'Lambda-Extension-Identifier': id}})).json();
  console.log('told ' + event.eventType + ' ' + (event.requestId ?? event.shutdownReason));
  if (event.eventType === 'SHUTDOWN') process.exit(0);
}
`;

test('an extension of a layer is started, told of invocations, and told of the end', async () => {
  const running = anInvoker();
  const layerZips = [await zipOf({'extensions/watcher.mjs': EXTENSION}, 0o100755)];
  const version = await aVersion('export const handler = async () => "served";', {layerZips});
  for (const requestId of ['id-1', 'id-2']) {
    expect(answerOf(await running.invoke(version, {}, {requestId})).value).toBe('served');
  }
  const {lines} = running;
  while (!lines().includes('told INVOKE id-2')) await sleep(5);
  await running[Symbol.asyncDispose]();
  const about = {functionName: 'checkout', functionVersion: '7', handler: 'index.handler', accountId: '000000000000'};
  const registration = lines().find((line) => line.startsWith('registered beside ')) ?? '';
  expect(JSON.parse(registration.slice('registered beside '.length))).toEqual(about);
  expect(lines().filter((line) => line.startsWith('told'))).toEqual([
    'told INVOKE id-1',
    'told INVOKE id-2',
    'told SHUTDOWN spindown',
  ]);
  expect(lines()).toContain('EXTENSION\tName: watcher.mjs\tState: Ready\tEvents: [INVOKE, SHUTDOWN]');
});

test('who does not register, or says the wrong thing, is refused by name', async () => {
  await using running = anInvoker();
  const version = await aVersion(`
    const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API;
    const ask = async (method, path, headers, body) => {
      const response = await fetch(base + path, {method, headers, body});
      return [response.status, (await response.json()).errorType];
    };
    export const handler = async () => [
      await ask('GET', '/2020-01-01/extension/event/next', {}),
      await ask('GET', '/2020-01-01/extension/event/next', {'Lambda-Extension-Identifier': 'nobody'}),
      await ask('POST', '/2020-01-01/extension/register', {'Lambda-Extension-Name': 'x'}, '{"events":["PAUSE"]}'),
      await ask('PUT', '/2022-07-01/telemetry', {}, '{}'),
      await ask('PUT', '/2020-08-15/logs', {}, '{}'),
      await ask('POST', '/2018-06-01/runtime/invocation/other/response', {}, '{}'),
      await ask('GET', '/elsewhere', {}),
    ];`);
  expect(answerOf(await running.invoke(version)).value).toEqual([
    [403, 'Extension.MissingHeader'],
    [403, 'Extension.UnknownExtensionIdentifier'],
    [400, 'Extension.InvalidEventType'],
    [403, 'Extension.MissingHeader'],
    [202, 'Logs.NotSupported'],
    [400, 'InvalidRequestID'],
    [404, 'NotFound'],
  ]);
});
