import {once} from 'node:events';
import {text} from 'node:stream/consumers';
import {expect, test} from 'vitest';
import type {InvocationRequest, InvocationResult, Invoker, OnChunk} from '../../../../src/lib/sandbox/invocation.js';
import {streamUrl} from '../../../../src/lib/sandbox/lambda/url/stream-url.js';

const INTEGRATION = 'application/vnd.awslambda.http-integration-response';
const ended: InvocationResult = {kind: 'done', payload: Buffer.alloc(0), contentType: INTEGRATION, logTail: ''};

/** A function that writes when the test says so. */
async function running() {
  let onChunk: OnChunk = () => undefined;
  let end: (result: InvocationResult) => void = () => undefined;
  const invoker: Invoker = {
    invoke: (request) => {
      onChunk = request.onChunk ?? onChunk;
      return new Promise((resolve) => {
        end = resolve;
      });
    },
    whyNot: async () => undefined,
    close: async () => undefined,
  };
  const answer = streamUrl(invoker, {} as InvocationRequest);
  return {
    write: (chunk: string) => onChunk(Buffer.from(chunk), INTEGRATION),
    end: (result: InvocationResult) => end(result),
    answer,
  };
}

test('the head is sent as soon as it is whole, the body as it is written', async () => {
  const {write, end, answer} = await running();
  write('{"statusCode":418,"headers":{"X-Kind":"pot"},');
  write('"cookies":["a=1"]}\0\0\0');
  write('\0\0\0\0\0tea');
  const response = await answer;
  expect(response).toMatchObject({status: 418, headers: {'x-kind': 'pot'}, cookies: ['a=1']});
  if (!('stream' in response) || !response.stream) throw new Error('No stream.');
  const [first] = await once(response.stream, 'data');
  expect(String(first)).toBe('tea');
  const rest = text(response.stream);
  write('pot');
  end(ended);
  expect(await rest).toBe('pot');
});

test.each(['no JSON', '{"statusCode":"x"}', '{"statusCode":1000}'])(
  'a head that says %s is a bad gateway',
  async (head) => {
    const {write, end, answer} = await running();
    write(`${head}\0\0\0\0\0\0\0\0`);
    expect(await answer).toMatchObject({status: 502});
    end(ended);
  },
);

test('a handler that writes no stream is answered by its result', async () => {
  const {end, answer} = await running();
  const result: InvocationResult = {kind: 'done', payload: Buffer.from('1'), logTail: ''};
  end(result);
  expect(await answer).toBe(result);
});

test('a handler that fails halfway breaks off', async () => {
  const {write, end, answer} = await running();
  write('{}\0\0\0\0\0\0\0\0half');
  const response = await answer;
  if (!('stream' in response) || !response.stream) throw new Error('No stream.');
  end({...ended, functionError: 'Unhandled'});
  await expect(text(response.stream)).rejects.toThrow('failed while it wrote');
});
