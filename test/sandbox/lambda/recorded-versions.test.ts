import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {describe, expect, test} from 'vitest';
import {codeOf, openLab} from './lab.js';
import {Recording} from './recording.js';

describe('versions, as recorded from AWS', () => {
  test('published with the creation', async () => {
    await using lab = await openLab();
    const {client, sandbox} = lab;
    const recording = new Recording('versions', 'test_publish_version_on_create');
    const input = await lab.aFunction({Publish: true});
    const {FunctionName} = input;
    const get = (step: string, Qualifier?: string) =>
      recording.check(step, () => client.send(new GetFunctionCommand({FunctionName, Qualifier})));
    const list = (step: string) =>
      recording.check(step, () => client.send(new ListVersionsByFunctionCommand({FunctionName})));
    await recording.check('create_response', () => client.send(new CreateFunctionCommand(input)));
    sandbox.settle();
    await get('get_function_result');
    await get('get_function_version_result', '1');
    await get('get_function_latest_result', '$LATEST');
    await list('list_versions_result');
    await recording.check('repeated_publish_response', () =>
      client.send(new PublishVersionCommand({FunctionName, Description: 'Repeated version description :)'})),
    );
    await list('list_versions_result_after_publish');
    recording.expectComplete();
  });

  test('published one after the other, unchanged, and deleted', async () => {
    await using lab = await openLab();
    const {client, sandbox} = lab;
    const recording = new Recording('versions', 'test_version_lifecycle');
    const input = await lab.aFunction({Description: 'No version :('});
    const {FunctionName} = input;
    const get = (step: string, Qualifier?: string) =>
      recording.check(step, () => client.send(new GetFunctionCommand({FunctionName, Qualifier})));
    const list = (step: string) =>
      recording.check(step, () => client.send(new ListVersionsByFunctionCommand({FunctionName})));
    const describeAs = (step: string, Description: string) =>
      recording.check(step, () => client.send(new UpdateFunctionConfigurationCommand({FunctionName, Description})));
    const publish = (step: string, Description?: string) =>
      recording.check(step, () => client.send(new PublishVersionCommand({FunctionName, Description})));

    await recording.check('create_response', () => client.send(new CreateFunctionCommand(input)));
    sandbox.settle();
    await get('get_function_result');
    await list('list_versions_result');
    await describeAs('first_update_response', 'First version :)');
    sandbox.settle();
    await get('first_update_get_function');
    await publish('first_publish_response', 'First version description :)');
    await get('first_publish_get_function', '1');
    await recording.check('first_publish_get_function_config', () =>
      client.send(new GetFunctionConfigurationCommand({FunctionName, Qualifier: '1'})),
    );
    await describeAs('second_update_response', 'Second version :))');
    sandbox.settle();
    await get('first_publish_get_function_after_update', '1');
    await publish('second_publish_response');
    await publish('third_publish_response', 'Third version description :)))');
    await list('list_versions_result_after_third_publish');
    await client.send(new DeleteFunctionCommand({FunctionName, Qualifier: '1'}));
    await list('list_versions_result_after_deletion_of_first_version');
    recording.expectComplete();
  });

  test('published only from the code the caller means', async () => {
    await using lab = await openLab();
    const {client, sandbox} = lab;
    const recording = new Recording('versions', 'test_publish_with_wrong_sha256');
    const input = await lab.aFunction();
    const {FunctionName} = input;
    await recording.check('create_response', () => client.send(new CreateFunctionCommand(input)));
    sandbox.settle();
    const found = await recording.check('get_fn_response', () => client.send(new GetFunctionCommand({FunctionName})));
    const publish = (step: string, CodeSha256: string | undefined) =>
      recording.check(step, () => client.send(new PublishVersionCommand({FunctionName, CodeSha256})));
    await publish('publish_wrong_sha256_exc', 'somenonexistentsha256');
    await publish('publish_result', found?.Configuration?.CodeSha256);
    recording.expectComplete();
  });

  test('published with a code update are Pending while $LATEST is InProgress', async () => {
    await using lab = await openLab();
    const {client, sandbox} = lab;
    const recording = new Recording('versions', 'test_publish_with_update');
    const input = await lab.aFunction();
    const {FunctionName} = input;
    const get = (step: string, Qualifier?: string) =>
      recording.check(step, () => client.send(new GetFunctionCommand({FunctionName, Qualifier})));
    await recording.check('create_response', () => client.send(new CreateFunctionCommand(input)));
    sandbox.settle();
    await get('get_function_result');
    const ZipFile = await codeOf('changed');
    await recording.check('update_function_code_result', () =>
      client.send(new UpdateFunctionCodeCommand({FunctionName, ZipFile, Publish: true})),
    );
    await get('get_function_version_result', '1');
    await get('get_function_latest_result', '$LATEST');
    recording.expectComplete();
  });
});

test('numbers are never reused, not even after the function was deleted and created again', async () => {
  await using lab = await openLab();
  const {client} = lab;
  const FunctionName = await lab.create({FunctionName: 'again', Publish: true});
  await lab.configure(FunctionName, {Description: 'second'});
  await client.send(new PublishVersionCommand({FunctionName}));
  await client.send(new DeleteFunctionCommand({FunctionName}));
  await lab.create({FunctionName: 'again'});
  expect((await client.send(new PublishVersionCommand({FunctionName}))).Version).toBe('3');
});

test('lists hold at most 50 versions whatever MaxItems says, and the marker leads on', async () => {
  await using lab = await openLab();
  const {client} = lab;
  const FunctionName = await lab.create();
  for (let count = 1; count <= 51; count++) {
    await lab.configure(FunctionName, {Description: `${count}`});
    await client.send(new PublishVersionCommand({FunctionName}));
  }
  const first = await client.send(new ListVersionsByFunctionCommand({FunctionName, MaxItems: 10_000}));
  expect(first.Versions).toHaveLength(50);
  expect(first.Versions?.[0]?.Version).toBe('$LATEST');
  const rest = await client.send(new ListVersionsByFunctionCommand({FunctionName, Marker: first.NextMarker}));
  expect(rest.Versions?.map(({Version}) => Version)).toEqual(['50', '51']);
  expect(rest.NextMarker).toBeUndefined();
});
