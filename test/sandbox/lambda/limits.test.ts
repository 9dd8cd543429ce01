import {
  CreateFunctionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {describe, expect, test} from 'vitest';
import {zipOf} from '../zip-of.js';
import {openLab} from './lab.js';
import {Recording} from './recording.js';

// A zip may have anything before its first entry: padding makes it as long as a test wants.
async function zipOfLength(bytes: number): Promise<Buffer> {
  const zip = await zipOf({'index.mjs': 'export const handler = () => {};'});
  const padded = Buffer.alloc(bytes);
  zip.copy(padded, bytes - zip.length);
  const end = bytes - 22;
  padded.writeUInt32LE(padded.readUInt32LE(end + 16) + bytes - zip.length, end + 16);
  return padded;
}

/** A zip that says its one entry unpacks to `bytes`. */
async function zipClaiming(bytes: number): Promise<Buffer> {
  const zip = await zipOf({'index.mjs': 'export const handler = () => {};'});
  const directory = zip.readUInt32LE(zip.length - 22 + 16);
  zip.writeUInt32LE(bytes, directory + 24);
  return zip;
}

describe('sizes, as recorded from AWS', () => {
  test('a zip of 52,428,800 bytes is taken inline, one byte more is not', async () => {
    await using lab = await openLab();
    const fits = await lab.aFunction({Code: {ZipFile: await zipOfLength(52_428_800)}});
    expect((await lab.client.send(new CreateFunctionCommand(fits))).CodeSize).toBe(52_428_800);
    const tooLarge = await lab.aFunction({Code: {ZipFile: await zipOfLength(52_428_801)}});
    await new Recording('updates', 'test_oversized_zipped_create_lambda').check('invalid_param_exc', () =>
      lab.client.send(new CreateFunctionCommand(tooLarge)),
    );
  });

  test('a request of 70,167,211 bytes is refused before its zip is looked at', async () => {
    await using lab = await openLab();
    const input = await lab.aFunction({Code: {ZipFile: Buffer.alloc(52_700_000)}});
    await new Recording('updates', 'test_oversized_request_create_lambda').check('invalid_param_exc', () =>
      lab.client.send(new CreateFunctionCommand(input)),
    );
  });

  test('what unpacks to 262,144,000 bytes or more is refused', async () => {
    await using lab = await openLab();
    const fits = await lab.aFunction({Code: {ZipFile: await zipClaiming(262_143_999)}});
    await lab.client.send(new CreateFunctionCommand(fits));
    const tooLarge = await lab.aFunction({Code: {ZipFile: await zipClaiming(262_144_000)}});
    await new Recording('updates', 'test_oversized_unzipped_lambda').check('invalid_param_exc', () =>
      lab.client.send(new CreateFunctionCommand(tooLarge)),
    );
  });
});

describe('environments', () => {
  const measured = (length: number) => ({LARGE_VAR: 'x'.repeat(length - '{"LARGE_VAR":""}'.length)});

  test('may be 4,096 bytes of JSON', async () => {
    await using lab = await openLab();
    const input = await lab.aFunction({Environment: {Variables: measured(4096)}});
    await expect(lab.client.send(new CreateFunctionCommand(input))).resolves.toMatchObject({State: 'Pending'});
  });

  test('one byte more is refused, and the refusal echoes every value, as on AWS', async () => {
    await using lab = await openLab();
    const Variables = measured(4097);
    const input = await lab.aFunction({Environment: {Variables}});
    await expect(lab.client.send(new CreateFunctionCommand(input))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${JSON.stringify(Variables)}`,
      $metadata: {httpStatusCode: 400},
    });
  });

  test('may not set what Lambda sets itself', async () => {
    await using lab = await openLab();
    const FunctionName = await lab.create();
    const Environment = {Variables: {AWS_REGION: 'eu-west-1'}};
    await expect(lab.client.send(new UpdateFunctionConfigurationCommand({FunctionName, Environment}))).rejects.toThrow(
      'Reserved keys used in this request: AWS_REGION',
    );
  });
});

describe('constraints of the model', () => {
  test('come as one ValidationException that names them all', async () => {
    await using lab = await openLab();
    const input = await lab.aFunction({Role: 'runner', Timeout: 0, MemorySize: 64});
    await expect(lab.client.send(new CreateFunctionCommand(input))).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "3 validation errors detected: Value 'runner' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+; Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1; Value '64' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
    });
  });

  test('a body that is no zip is refused', async () => {
    await using lab = await openLab();
    const FunctionName = await lab.create();
    await expect(
      lab.client.send(new UpdateFunctionCodeCommand({FunctionName, ZipFile: Buffer.from('not a zip')})),
    ).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'Could not unzip uploaded file. Please check your file, then try to upload again.',
    });
  });
});
