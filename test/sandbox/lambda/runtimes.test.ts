import {spawnSync} from 'node:child_process';
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
