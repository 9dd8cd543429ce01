import {expect, test} from 'vitest';
import {zipOf} from '../zip-of.js';
import {anInvoker, answerOf, aVersion} from './running-function.js';

test('an ES module handler answers with what it returns', async () => {
  await using running = anInvoker();
  const version = await aVersion('export const handler = async (event) => ({doubled: event.number * 2});');
  expect(answerOf(await running.invoke(version, {number: 21}))).toEqual({
    value: {doubled: 42},
    functionError: undefined,
  });
});

test('a CommonJS handler, its nested file and its nested export are found', async () => {
  await using running = anInvoker();
  const zip = await zipOf({'src/api.js': 'exports.v1 = {get: async () => "ok"};'});
  expect(answerOf(await running.invoke(await aVersion('', {zip, handler: 'src/api.v1.get'}))).value).toBe('ok');
});

test('package.json decides what a .js file is', async () => {
  await using running = anInvoker();
  const zip = await zipOf({
    'package.json': '{"type":"module"}',
    'index.js': 'export const handler = async () => import.meta.url.slice(0, 5);',
  });
  expect(answerOf(await running.invoke(await aVersion('', {zip}))).value).toBe('file:');
});

test('a callback answers once the event loop is empty, and at once when told not to wait', async () => {
  await using running = anInvoker();
  const waits = await aVersion(`
    let late = 0;
    export const handler = (event, context, callback) => {
      context.callbackWaitsForEmptyEventLoop = event.wait;
      callback(null, {get late() { return late; }});
      setTimeout(() => { late++; }, 20);
    };`);
  expect(answerOf(await running.invoke(waits, {wait: true})).value).toEqual({late: 1});
  expect(answerOf(await running.invoke(waits, {wait: false})).value).toEqual({late: 1});
});

test('a handler that never answers gives null when nothing is left to do', async () => {
  await using running = anInvoker();
  expect(answerOf(await running.invoke(await aVersion('export const handler = () => {};'))).value).toBeNull();
});

test('the context tells which version runs, for how long and where it logs', async () => {
  await using running = anInvoker();
  const version = await aVersion(`
    export const handler = async (event, context) => ({
      ...context, remaining: context.getRemainingTimeInMillis() > 0 && context.getRemainingTimeInMillis() <= 10000,
    });`);
  const context = {custom: {tenant: 'a'}};
  const clientContext = JSON.stringify(context);
  const {value} = answerOf(await running.invoke(version, {}, {requestId: 'id-1', clientContext}));
  expect(value).toMatchObject({
    functionName: 'checkout',
    functionVersion: '7',
    memoryLimitInMB: '256',
    awsRequestId: 'id-1',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:checkout:live',
    logGroupName: '/aws/lambda/checkout',
    logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[7\][0-9a-f]{32}$/),
    clientContext: context,
    remaining: true,
  });
});

test('the environment is the version and Lambda, nothing of the process that runs the sandbox', async () => {
  process.env.SECRET_OF_THE_SHELL = 'do not leak';
  await using running = anInvoker({endpointUrl: () => 'http://127.0.0.1:9'});
  const version = await aVersion('export const handler = async () => process.env;', {
    environment: {LOG_LEVEL: 'debug', TZ: 'Europe/Berlin', AWS_REGION: 'not-this-one', AWS_ACCESS_KEY_ID: 'real'},
  });
  const {value} = answerOf(await running.invoke(version));
  expect(value).toMatchObject({
    LOG_LEVEL: 'debug',
    TZ: 'Europe/Berlin',
    AWS_REGION: 'eu-west-1',
    AWS_LAMBDA_FUNCTION_VERSION: '7',
    AWS_ACCESS_KEY_ID: '000000000000',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  });
  expect(value).not.toHaveProperty('SECRET_OF_THE_SHELL');
  expect(value).not.toHaveProperty('NODE_OPTIONS');
  expect(value).not.toHaveProperty('NODE_CHANNEL_FD');
});

test('layers are found by import and by require, the later layer wins, and node20 comes before the rest', async () => {
  await using running = anInvoker();
  const module = (folder: string, name: string, text: string) => ({
    [`${folder}/${name}/package.json`]: `{"name":"${name}","main":"main.js"}`,
    [`${folder}/${name}/main.js`]: `module.exports = ${JSON.stringify(text)};`,
  });
  const version = await aVersion(
    `import greeting from 'greeting'; import only from 'only';
     import {createRequire} from 'node:module'; const require = createRequire(import.meta.url);
     export const handler = async () => [greeting, require('greeting'), only];`,
    {
      layerZips: [
        await zipOf({
          ...module('nodejs/node_modules', 'greeting', 'first'),
          ...module('nodejs/node_modules', 'only', 'low'),
        }),
        await zipOf({
          ...module('nodejs/node_modules', 'greeting', 'second'),
          ...module('nodejs/node20/node_modules', 'only', 'high'),
        }),
      ],
    },
  );
  expect(answerOf(await running.invoke(version)).value).toEqual(['second', 'second', 'high']);
});

test('an environment is reused: a module is loaded once and keeps its state', async () => {
  await using running = anInvoker();
  const version = await aVersion('let calls = 0; export const handler = async () => ++calls;');
  const counts: unknown[] = [];
  for (let call = 0; call < 3; call++) counts.push(answerOf(await running.invoke(version)).value);
  expect(counts).toEqual([1, 2, 3]);
});

test('more invocations than processes wait their turn, of several versions at once', async () => {
  await using running = anInvoker({maxProcesses: 2});
  const source = 'export const handler = async (event) => event.n;';
  const versions = [await aVersion(source), await aVersion(source), await aVersion(source)];
  const results = await Promise.all(
    Array.from({length: 10}, (_, round) =>
      versions.map((version, index) => running.invoke(version, {n: round * 3 + index})),
    ).flat(),
  );
  expect(results.map((result) => answerOf(result).value)).toEqual(Array.from({length: 30}, (_, n) => n));
});
