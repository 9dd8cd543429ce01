import {spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {
  CreateFunctionCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {expect, test} from 'vitest';
import {zipOf} from '../zip-of.js';
import {openLab} from './lab.js';

const onPython = test.skipIf(spawnSync('python3', ['--version']).status !== 0);

test('what cannot run on this machine is refused when it is created or changed, by name', async () => {
  await using lab = await openLab({acceptAnyRuntime: false});
  const refusal = (runtime: string) => ({
    name: 'SandboxLimitation',
    $metadata: {httpStatusCode: 501},
    message: expect.stringContaining(`The sandbox cannot run this function of ${runtime} here: `),
  });
  const dotnet = await lab.aFunction({Runtime: 'dotnet8'});
  await expect(lab.client.send(new CreateFunctionCommand(dotnet))).rejects.toMatchObject(refusal('dotnet8'));
  const FunctionName = await lab.create({Runtime: 'nodejs22.x'});
  await expect(
    lab.client.send(new UpdateFunctionConfigurationCommand({FunctionName, Runtime: 'ruby3.4'})),
  ).rejects.toMatchObject(refusal('ruby3.4'));
});

onPython('a Python function with a layer runs through the API', async () => {
  await using lab = await openLab({acceptAnyRuntime: false});
  const ZipFile = await zipOf({'index.py': 'def handler(event, context): return {"hello": event["name"]}'});
  const FunctionName = await lab.create({Runtime: 'python3.13', Code: {ZipFile}});
  const {Payload, LogResult} = await lab.client.send(
    new InvokeCommand({FunctionName, Payload: '{"name":"Ada"}', LogType: 'Tail'}),
  );
  expect(JSON.parse(Buffer.from(Payload ?? []).toString('utf8'))).toEqual({hello: 'Ada'});
  expect(Buffer.from(LogResult ?? '', 'base64').toString('utf8')).toMatch(/^START RequestId: [\s\S]*Init Duration: /);
});

async function streamOf(source: string) {
  await using lab = await openLab();
  const ZipFile = await zipOf({'index.mjs': `export const handler = awslambda.streamifyResponse(${source});`});
  const FunctionName = await lab.create({Runtime: 'nodejs22.x', Code: {ZipFile}});
  const {EventStream, ExecutedVersion} = await lab.client.send(
    new InvokeWithResponseStreamCommand({FunctionName, LogType: 'Tail'}),
  );
  let text = '';
  let complete: object | undefined;
  for await (const event of EventStream ?? []) {
    text += Buffer.from(event.PayloadChunk?.Payload ?? []).toString('utf8');
    complete ??= event.InvokeComplete;
  }
  return {text, complete, ExecutedVersion};
}

test('InvokeWithResponseStream gives what the handler wrote, then how it ended', async () => {
  const {text, complete, ExecutedVersion} = await streamOf(
    'async (event, out) => { out.write("x".repeat(100_000)); out.end("."); }',
  );
  expect(text).toBe(`${'x'.repeat(100_000)}.`);
  expect(ExecutedVersion).toBe('$LATEST');
  expect(complete).toMatchObject({LogResult: expect.any(String)});
  expect(complete).not.toHaveProperty('ErrorCode');
});

test('a stream that fails says so at its end', async () => {
  const {complete} = await streamOf('async () => { throw new Error("no"); }');
  expect(complete).toMatchObject({
    ErrorCode: 'Unhandled',
    ErrorDetails: expect.stringContaining('"errorMessage":"no"'),
  });
});

test('a stream is passed on while it is written', async () => {
  await using lab = await openLab();
  // The handler writes its end only once it is told that its beginning has arrived.
  const gate = createServer().listen(0, '127.0.0.1');
  await once(gate, 'listening');
  const {port} = gate.address() as AddressInfo;
  const asked = once(gate, 'request');
  const source = `async (event, out) => {
    out.write("first ");
    await fetch("http://127.0.0.1:${port}");
    out.end("last");
  }`;
  const ZipFile = await zipOf({'index.mjs': `export const handler = awslambda.streamifyResponse(${source});`});
  const FunctionName = await lab.create({Runtime: 'nodejs22.x', Code: {ZipFile}, Timeout: 60});
  const {EventStream = []} = await lab.client.send(new InvokeWithResponseStreamCommand({FunctionName}));
  const chunks: string[] = [];
  for await (const {PayloadChunk} of EventStream) {
    if (!PayloadChunk) continue;
    chunks.push(Buffer.from(PayloadChunk.Payload ?? []).toString('utf8'));
    if (chunks.length > 1) continue;
    const [, response] = await asked;
    response.end();
  }
  gate.close();
  gate.closeAllConnections();
  expect(chunks).toEqual(['first ', 'last']);
});
