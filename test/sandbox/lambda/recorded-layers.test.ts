import {
  CreateFunctionCommand,
  DeleteLayerVersionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetLayerVersionByArnCommand,
  GetLayerVersionCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
  type PublishLayerVersionCommandInput,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {CreateBucketCommand, PutObjectCommand, S3Client} from '@aws-sdk/client-s3';
import {describe, test} from 'vitest';
import {codeOf, type Lab, openLab} from './lab.js';
import {Recording} from './recording.js';

const python: Partial<PublishLayerVersionCommandInput> = {
  CompatibleRuntimes: ['python3.12'],
  CompatibleArchitectures: ['x86_64'],
};
// Values no client's types allow are what these refusals are about.
const untyped = <T>(value: unknown): T => value as T;

function layers({client}: Lab, recording: Recording) {
  return {
    publish: async (step: string, LayerName: string, more: Partial<PublishLayerVersionCommandInput> = {}) => {
      const Content = {ZipFile: await codeOf('layer')};
      return recording.check(step, () => client.send(new PublishLayerVersionCommand({LayerName, Content, ...more})));
    },
    get: (step: string, LayerName: string, VersionNumber: number) =>
      recording.check(step, () => client.send(new GetLayerVersionCommand({LayerName, VersionNumber}))),
    getByArn: (step: string, Arn: string | undefined) =>
      recording.check(step, () => client.send(new GetLayerVersionByArnCommand({Arn}))),
    list: (step: string, LayerName: string) =>
      recording.check(step, () => client.send(new ListLayerVersionsCommand({LayerName}))),
    remove: (step: string, LayerName: string, VersionNumber: number) =>
      recording.check(step, () => client.send(new DeleteLayerVersionCommand({LayerName, VersionNumber}))),
  };
}

describe('layers, as recorded from AWS', () => {
  test('are refused, or not found', async () => {
    await using lab = await openLab();
    const {client} = lab;
    const recording = new Recording('layers', 'test_layer_exceptions');
    const {publish, get, getByArn, list, remove} = layers(lab, recording);
    const published = await publish('publish_result', 'one', python);
    await recording.check('list_layers_exc_compatiblearchitecture_invalid', () =>
      client.send(new ListLayersCommand({CompatibleArchitecture: untyped('archdoesnotexist')})),
    );
    await recording.check('list_layers_exc_compatibleruntime_invalid', () =>
      client.send(new ListLayersCommand({CompatibleRuntime: untyped('runtimedoesnotexist')})),
    );
    await list('list_nonexistent_layer', 'doesnotexist');
    await get('get_layer_version_exc_layer_doesnotexist', 'doesnotexist', 1);
    await get('get_layer_version_exc_layer_version_doesnotexist_negative', 'one', -1);
    await get('get_layer_version_exc_layer_version_doesnotexist_zero', 'one', 0);
    await get('get_layer_version_exc_layer_version_doesnotexist_2', 'one', 2);
    await getByArn('get_layer_version_by_arn_exc_invalidarn', published?.LayerArn);
    await getByArn('get_layer_version_by_arn_exc_nonexistentversion', `${published?.LayerArn}:2`);
    await remove('delete_nonexistent_response', 'doesnotexist', 1);
    await remove('delete_nonexistent_version_response', 'one', 2);
    await remove('delete_layer_response', 'one', 1);
    await remove('delete_layer_again_response', 'one', 1);
    await remove('delete_layer_version_exc_layerversion_invalid_version', 'one', -1);
    await publish('publish_empty_result', 'two', {CompatibleRuntimes: [], CompatibleArchitectures: []});
    await publish('publish_layer_version_exc_invalid_runtime_arch', 'three', {
      CompatibleRuntimes: untyped(['invalidruntime']),
      CompatibleArchitectures: untyped(['invalidarch']),
    });
    await publish('publish_layer_version_exc_partially_invalid_values', 'three', {
      CompatibleRuntimes: untyped(['invalidruntime', 'invalidruntime2', 'nodejs20.x']),
      CompatibleArchitectures: untyped(['invalidarch', 'x86_64']),
    });
    recording.expectComplete();
  });

  test('from publication to deletion, with a function on them', async () => {
    await using lab = await openLab();
    const {client} = lab;
    const recording = new Recording('layers', 'test_layer_lifecycle');
    const {publish, get, getByArn, list, remove} = layers(lab, recording);
    const FunctionName = await lab.create({Handler: 'handler.handler', Timeout: 30, Environment: {Variables: {}}});
    const configuration = (step: string) =>
      recording.check(step, () => client.send(new GetFunctionConfigurationCommand({FunctionName})));
    await recording.check('get_fn_result', () => client.send(new GetFunctionCommand({FunctionName})));
    await configuration('get_fn_config_result');
    const described = {...python, Description: 'some words', LicenseInfo: 'some licence'};
    const first = await publish('publish_result', 'layer', described);
    await publish('publish_result_2', 'layer', described);
    await recording.check('update_fn_config', () =>
      client.send(new UpdateFunctionConfigurationCommand({FunctionName, Layers: [first?.LayerVersionArn ?? '']})),
    );
    lab.sandbox.settle();
    await configuration('get_fn_config');
    await get('get_layer_ver_result', 'layer', 1);
    await getByArn('get_layer_by_arn_version', first?.LayerVersionArn);
    await list('list_layer_versions_predelete', 'layer');
    await remove('delete_layer_1', 'layer', 1);
    await configuration('get_fn_config_postdelete');
    await remove('delete_layer_2', 'layer', 2);
    await list('list_layer_versions_postdelete', 'layer');
    await publish('publish_result_3', 'layer', described);
    recording.expectComplete();
  });

  test('come from S3 too', async () => {
    await using lab = await openLab();
    const s3 = new S3Client({
      endpoint: lab.sandbox.endpoint,
      region: 'us-east-1',
      credentials: {accessKeyId: 'test', secretAccessKey: 'test'},
      forcePathStyle: true,
    });
    await s3.send(new CreateBucketCommand({Bucket: 'layers'}));
    await s3.send(new PutObjectCommand({Bucket: 'layers', Key: 'one.zip', Body: await codeOf('layer')}));
    const recording = new Recording('layers', 'test_layer_s3_content');
    await layers(lab, recording).publish('publish_layer_result', 'one', {
      Content: {S3Bucket: 'layers', S3Key: 'one.zip'},
    });
    recording.expectComplete();
  });

  test('are refused to functions', async () => {
    await using lab = await openLab();
    const {client} = lab;
    const recording = new Recording('layers', 'test_layer_function_exceptions');
    const {publish} = layers(lab, recording);
    const FunctionName = await lab.create({Handler: 'handler.handler', Timeout: 30, Environment: {Variables: {}}});
    const x86 = {CompatibleRuntimes: [], CompatibleArchitectures: python.CompatibleArchitectures};
    const arns: string[] = [];
    for (const step of ['publish_result', 'publish_result_2', 'publish_result_3']) {
      arns.push((await publish(step, 'one', x86))?.LayerVersionArn ?? '');
    }
    const [one = '', two = '', three = ''] = arns;
    await recording.check('get_fn_result', () => client.send(new GetFunctionCommand({FunctionName})));
    const attach = (step: string, Layers: string[]) =>
      recording.check(step, () => client.send(new UpdateFunctionConfigurationCommand({FunctionName, Layers})));
    await attach('two_layer_versions_single_function_exc', [one, two]);
    await attach('three_layer_versions_single_function_exc', [one, two, three]);
    await attach('two_identical_layer_versions_single_function_exc', [one, one]);
    await attach('add_nonexistent_layer_exc', [one.replace('layer:one:1', 'layer:doesnotexist:1')]);
    await attach('add_nonexistent_layer_version_exc', [one.replace(/1$/, '9')]);
    await attach('add_layer_arn_without_version_exc', [one.replace(/:1$/, '')]);
    const elsewhere = await lab.aFunction({Layers: [one.replace('us-east-1', 'eu-west-1')]});
    await recording.check('create_function_with_layer_in_different_region', () =>
      client.send(new CreateFunctionCommand(elsewhere)),
    );
    recording.expectComplete();
  });

  test('are five at the most', async () => {
    await using lab = await openLab();
    const recording = new Recording('layers', 'test_layer_function_quota_exception');
    const arn = 'arn:aws:lambda:us-east-1:111111111111:layer:';
    const input = await lab.aFunction({Layers: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${arn}${name}:1`)});
    await recording.check('create_function_with_six_layers', () => lab.client.send(new CreateFunctionCommand(input)));
    recording.expectComplete();
  });
});
