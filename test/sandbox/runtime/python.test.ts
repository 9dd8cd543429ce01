import {spawnSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {zipOf} from '../zip-of.js';
import {anInvoker, answerOf, aVersion} from './running-function.js';

const available = spawnSync('python3', ['--version']).status === 0;
const onPython = test.skipIf(!available);

async function aPythonVersion(source: string, layers: readonly Record<string, string>[] = [], handler = 'app.handler') {
  const layerZips = await Promise.all(layers.map((files) => zipOf(files)));
  return aVersion('', {runtime: 'python3.12', handler, zip: await zipOf({'app.py': source}), layerZips});
}

onPython('a Python handler answers, knows its context and keeps its module', async () => {
  await using running = anInvoker();
  const version = await aPythonVersion(`
calls = 0
def handler(event, context):
    global calls
    calls += 1
    assert 0 < context.get_remaining_time_in_millis() <= 10000
    return {"sum": event["a"] + 1, "calls": calls, "arn": context.invoked_function_arn, "version": context.function_version,
            "custom": context.client_context and context.client_context.custom}
`);
  await running.invoke(version, {a: 1});
  const clientContext = Buffer.from(JSON.stringify({custom: {who: 'Ünal'}})).toString('latin1');
  expect(answerOf(await running.invoke(version, {a: 41}, {clientContext})).value).toEqual({
    sum: 42,
    calls: 2,
    arn: 'arn:aws:lambda:eu-west-1:000000000000:function:checkout:live',
    version: '7',
    custom: {who: 'Ünal'},
  });
});

onPython('layers are found in python and in the folder of their Python version, which comes first', async () => {
  await using running = anInvoker();
  const version = await aPythonVersion('import low, high\ndef handler(event, context): return [low.text, high.text]', [
    {'python/low.py': 'text = "low"', 'python/high.py': 'text = "no"'},
    {'python/lib/python3.12/site-packages/high.py': 'text = "high"'},
  ]);
  expect(answerOf(await running.invoke(version)).value).toEqual(['low', 'high']);
});

onPython('prints, logged messages and failures are in the log, each as one event', async () => {
  await using running = anInvoker();
  const version = await aPythonVersion(`
import logging
def handler(event, context):
    print("printed")
    logging.getLogger().warning("two\\nlines")
    raise KeyError("gone")
`);
  const {value, functionError} = answerOf(await running.invoke(version, {}, {requestId: 'id-1'}));
  expect(functionError).toBe('Unhandled');
  expect(value).toMatchObject({errorType: 'KeyError', errorMessage: "'gone'", requestId: 'id-1'});
  const messages = running.lines();
  expect(messages).toContain('printed');
  expect(messages.filter((message) => message.startsWith('[WARNING]'))).toEqual([
    expect.stringMatching(/^\[WARNING\]\t\d{4}-[^\t]+Z\tid-1\ttwo\nlines$/),
  ]);
  expect(messages.filter((message) => message.startsWith('[ERROR] KeyError'))).toEqual([
    expect.stringContaining('Traceback (most recent call last):'),
  ]);
});

onPython.each([
  ['def other(): pass', 'app.handler', 'Runtime.HandlerNotFound', "Handler 'handler' missing on module 'app'"],
  ['import nowhere', 'app.handler', 'Runtime.ImportModuleError', expect.stringContaining("No module named 'nowhere'")],
  ['def handler(:', 'app.handler', 'Runtime.UserCodeSyntaxError', expect.stringContaining('invalid syntax')],
  ['', 'app', 'Runtime.MalformedHandlerName', expect.stringContaining("Bad handler 'app'")],
  ['import os; os._exit(3)', 'app.handler', 'Runtime.ExitError', expect.stringContaining('exit status 3')],
])('a module that says %j, asked for %s, cannot be initialised', async (source, handler, errorType, errorMessage) => {
  await using running = anInvoker();
  const {value} = answerOf(await running.invoke(await aPythonVersion(source, [], handler)));
  expect(value).toMatchObject({errorType, errorMessage});
});

onPython('what JSON cannot hold, and a handler over its timeout, are failures', async () => {
  await using running = anInvoker();
  const unserializable = await aPythonVersion('def handler(event, context): return {1, 2}');
  expect(answerOf(await running.invoke(unserializable)).value).toMatchObject({errorType: 'Runtime.MarshalError'});
  const slow = {
    ...(await aPythonVersion('import time\ndef handler(event, context): time.sleep(60)')),
    timeoutSeconds: 1,
  };
  expect(answerOf(await running.invoke(slow)).value).toMatchObject({errorType: 'Sandbox.Timedout'});
});
