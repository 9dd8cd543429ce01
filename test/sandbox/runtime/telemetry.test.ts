import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {zipOf} from '../zip-of.js';
import {anInvoker, answerOf, aVersion} from './running-function.js';

/** Subscribes to function and platform, and logs what it is told: the log is where the test finds it. */
const EXTENSION = `#!${process.execPath}
import {createServer} from 'node:http';
const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API;
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  response.end();
  for (const event of JSON.parse(body)) if (event.type !== 'extension') console.log('told ' + JSON.stringify(event));
}).listen(0);
const registered = await fetch(api + '/2020-01-01/extension/register', {
  method: 'POST',
  headers: {'Lambda-Extension-Name': 'watcher.mjs'},
  body: JSON.stringify({events: ['INVOKE', 'SHUTDOWN']}),
});
const headers = {'Lambda-Extension-Identifier': registered.headers.get('lambda-extension-identifier')};
const URI = 'http://sandbox.localdomain:' + server.address().port;
const answer = await fetch(api + '/2022-07-01/telemetry', {method: 'PUT', headers, body: JSON.stringify({
  schemaVersion: '2022-12-13', types: ['platform', 'function'],
  buffering: {timeoutMs: 25}, destination: {protocol: 'HTTP', URI},
})});
if (answer.status !== 200) throw new Error(await answer.text());
for (;;) {
  const event = await (await fetch(api + '/2020-01-01/extension/event/next', {headers})).json();
  if (event.eventType === 'SHUTDOWN') break;
}
await new Promise((resolve) => server.close(resolve));
`;

async function watched(overrides: object = {}) {
  const running = anInvoker();
  const layerZips = [await zipOf({'extensions/watcher.mjs': EXTENSION}, 0o100755)];
  const source = 'export const handler = async (event) => { console.log("serving"); return event; };';
  return {running, version: await aVersion(source, {layerZips, ...overrides})};
}

test('an extension is told what platform and function have to say, from the beginning to the last report', async () => {
  const {running, version} = await watched();
  expect(answerOf(await running.invoke(version, 1, {requestId: 'id-1'})).value).toBe(1);
  const told = () =>
    running
      .lines()
      .filter((line) => line.startsWith('told '))
      .map((line) => JSON.parse(line.slice('told '.length)));
  while (!told().some(({type}) => type === 'platform.report')) await sleep(5);
  await running[Symbol.asyncDispose]();
  expect(told().map(({type}) => type)).toEqual([
    'platform.initStart',
    'platform.telemetrySubscription',
    'platform.extension',
    'platform.initRuntimeDone',
    'platform.initReport',
    'platform.start',
    'function',
    'platform.runtimeDone',
    'platform.report',
  ]);
  const record = (type: string) => told().find((event) => event.type === type)?.record;
  expect(record('function')).toMatch(/\tid-1\tINFO\tserving\n$/);
  expect(record('platform.start')).toMatchObject({requestId: 'id-1', version: '7'});
  expect(record('platform.runtimeDone')).toMatchObject({requestId: 'id-1', status: 'success'});
  expect(record('platform.report').metrics).toMatchObject({memorySizeMB: 256, initDurationMs: expect.any(Number)});
  expect(record('platform.telemetrySubscription')).toEqual({
    name: 'watcher.mjs',
    state: 'Subscribed',
    types: ['platform', 'function'],
  });
});

test('what a handler logs as JSON is told as what it is', async () => {
  const {running, version} = await watched({logging: {LogFormat: 'JSON'}});
  await running.invoke(version, 1, {requestId: 'id-1'});
  const told = () => running.lines().find((line) => /^told .*"type":"function"/.test(line));
  while (told() === undefined) await sleep(5);
  await running[Symbol.asyncDispose]();
  expect(JSON.parse(told()?.slice('told '.length) ?? '').record).toMatchObject({requestId: 'id-1', message: 'serving'});
});
