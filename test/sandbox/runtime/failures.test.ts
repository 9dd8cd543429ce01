import {expect, test} from 'vitest';
import {zipOf} from '../zip-of.js';
import {anInvoker, answerOf, aVersion} from './running-function.js';

const bodies = (body: string) => `export const handler = async () => { ${body} };`;

test('a thrown error answers with type, message and trace, and the environment lives on', async () => {
  await using running = anInvoker();
  const version = await aVersion(`
    let calls = 0;
    export const handler = async () => { if (calls++ === 0) throw new RangeError('too much'); return calls; };`);
  const failed = answerOf(await running.invoke(version));
  expect(failed.functionError).toBe('Unhandled');
  expect(failed.value).toMatchObject({errorType: 'RangeError', errorMessage: 'too much'});
  expect(failed.value).toHaveProperty('trace.0', 'RangeError: too much');
  expect(answerOf(await running.invoke(version))).toEqual({value: 2, functionError: undefined});
});

test.each([
  ['throw "plain text"', {errorType: 'string', errorMessage: 'plain text'}],
  [
    'Promise.reject(new Error("left alone")); await new Promise((r) => setTimeout(r, 500))',
    {errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: left alone'},
  ],
  [
    'setTimeout(() => { throw new TypeError("later"); }); await new Promise((r) => setTimeout(r, 500))',
    {errorType: 'TypeError', errorMessage: 'later'},
  ],
  [
    'process.exit(3)',
    {errorType: 'Runtime.ExitError', errorMessage: 'RequestId: id-1 Error: Runtime exited with error: exit status 3'},
  ],
  [
    'process.exit(0)',
    {errorType: 'Runtime.ExitError', errorMessage: 'RequestId: id-1 Error: Runtime exited without providing a reason'},
  ],
  [
    'const a = {}; a.a = a; return a',
    {errorType: 'Error', errorMessage: expect.stringMatching(/^Unable to stringify response body/)},
  ],
  [
    'return "x".repeat(6291556)',
    {
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size (6291558 bytes) exceeded maximum allowed payload size (6291556 bytes).',
    },
  ],
])('%s', async (body, expected) => {
  await using running = anInvoker();
  const result = await running.invoke(await aVersion(bodies(body)), {}, {requestId: 'id-1'});
  expect(answerOf(result)).toMatchObject({functionError: 'Unhandled', value: expected});
});

test('a handler over its timeout is killed and says so', async () => {
  await using running = anInvoker();
  const version = await aVersion(bodies('while (true);'), {timeoutSeconds: 1});
  const result = await running.invoke(version, {}, {requestId: 'id-1'});
  expect(answerOf(result)).toEqual({
    functionError: 'Unhandled',
    value: {errorType: 'Sandbox.Timedout', errorMessage: 'RequestId: id-1 Error: Task timed out after 1.00 seconds'},
  });
  expect(result).toHaveProperty('logTail', expect.stringContaining('Task timed out after 1.00 seconds'));
  expect(result).toHaveProperty('logTail', expect.stringContaining('Status: timeout'));
});

test('a handler that outgrows its memory is killed', async () => {
  await using running = anInvoker();
  const version = await aVersion(
    'const kept = []; export const handler = async () => { for (;;) { kept.push(Buffer.alloc(2 ** 22, 1)); await new Promise((r) => setTimeout(r, 5)); } };',
    {memoryMb: 128},
  );
  expect(answerOf(await running.invoke(version, {}, {requestId: 'id-1'})).value).toEqual({
    errorType: 'Runtime.ExitError',
    errorMessage: 'RequestId: id-1 Error: Runtime exited with error: signal: killed',
  });
});

test.each([
  ['export const other = 1;', 'index.handler', 'Runtime.HandlerNotFound', 'index.handler is undefined or not exported'],
  ['export const handler = 1;', 'index.handler', 'Runtime.HandlerNotFound', 'index.handler is not a function'],
  ['', 'missing.handler', 'Runtime.ImportModuleError', expect.stringContaining("Cannot find module 'missing'")],
  [
    'import "not-installed"; export const handler = 1;',
    'index.handler',
    'Runtime.ImportModuleError',
    expect.stringContaining('not-installed'),
  ],
  ['export const = ;', 'index.handler', 'Runtime.UserCodeSyntaxError', expect.stringContaining('SyntaxError')],
  ['throw new Error("no database");', 'index.handler', 'Error', 'no database'],
  ['process.exit(1);', 'index.handler', 'Runtime.ExitError', expect.stringContaining('exit status 1')],
])('a module that says %j, asked for %s, cannot be initialised', async (source, handler, errorType, errorMessage) => {
  await using running = anInvoker();
  const version = await aVersion(source, {handler});
  for (let call = 0; call < 2; call++) {
    const answer = answerOf(await running.invoke(version));
    expect(answer).toMatchObject({functionError: 'Unhandled', value: {errorType, errorMessage}});
  }
});

test('code that is no zip and a runtime that nothing here runs answer as functions that cannot be initialised', async () => {
  await using running = anInvoker();
  const broken = await aVersion('', {zip: Buffer.from('this is a text and it is long enough')});
  expect(answerOf(await running.invoke(broken)).value).toMatchObject({errorMessage: 'This is not a zip archive.'});
  const ruby = await aVersion('', {runtime: 'ruby3.4', zip: await zipOf({'index.rb': 'x = 1'})});
  expect(answerOf(await running.invoke(ruby)).value).toMatchObject({
    errorMessage: 'The sandbox cannot run ruby3.4: it runs nodejs, python3, provided and java.',
  });
});
