import {expect, test} from 'vitest';
import {anInvoker, aVersion} from './running-function.js';

async function stream(source: string) {
  await using running = anInvoker();
  const version = await aVersion(`export const handler = awslambda.streamifyResponse(${source});`);
  const result = await running.invoke(version, {name: 'Ada'});
  const again = await running.invoke(version, {name: 'Eve'});
  if (result.kind !== 'done' || again.kind !== 'done') throw new Error('throttled');
  return {...result, text: result.payload.toString('utf8'), again: again.payload.toString('utf8')};
}

test('a streaming handler answers with the bytes it wrote, and again', async () => {
  const {text, again, contentType, functionError} = await stream(`async (event, out, context) => {
    out.setContentType('text/plain');
    for (const part of ['hello ', event.name, ' ' + typeof context.awsRequestId]) {
      out.write(part);
      await new Promise((r) => setTimeout(r, 5));
    }
    out.end();
  }`);
  expect({text, again, contentType, functionError}).toEqual({
    text: 'hello Ada string',
    again: 'hello Eve string',
    contentType: 'text/plain',
    functionError: undefined,
  });
});

test('metadata of an HTTP answer come first, with eight zero bytes behind them', async () => {
  const {text, contentType} = await stream(`async (event, out) => {
    const http = awslambda.HttpResponseStream.from(out, {statusCode: 201, headers: {a: 'b'}});
    http.end('body');
  }`);
  expect(text).toBe(`{"statusCode":201,"headers":{"a":"b"}}${'\0'.repeat(8)}body`);
  expect(contentType).toBe('application/vnd.awslambda.http-integration-response');
});

test('an error is an ordinary failure before the first byte, and breaks the stream off behind it', async () => {
  const before = await stream('async () => { throw new RangeError("early"); }');
  expect(before.functionError).toBe('Unhandled');
  expect(JSON.parse(before.text)).toMatchObject({errorType: 'RangeError', errorMessage: 'early'});
  const after = await stream('async (event, out) => { out.write("half"); await null; throw new RangeError("late"); }');
  expect(after.functionError).toBe('Unhandled');
  expect(JSON.parse(after.text)).toMatchObject({errorType: 'RangeError', errorMessage: 'late'});
});

test('more than a buffered answer may have goes through a stream', async () => {
  const {payload, functionError} = await stream(`async (event, out) => {
    for (let n = 0; n < 8; n++) if (!out.write(Buffer.alloc(2 ** 20))) await new Promise((r) => out.once('drain', r));
    out.end();
  }`);
  expect(functionError).toBeUndefined();
  expect(payload.length).toBe(8 * 2 ** 20);
});
