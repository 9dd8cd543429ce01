import {sha256Base64} from '../../../package/sha256.js';
import {failure, invalid, tooLarge} from '../failure.js';
import type {Input} from '../input.js';
import type {StoredCode} from '../state.js';
import {Violations} from '../violations.js';
import type {LambdaCall, LambdaWorld} from '../world.js';
import {readZipDirectory} from './zip-directory.js';

/** Limits of AWS, in bytes. Recorded error texts name the same numbers. */
export const maxInlineZipBytes = 52_428_800;
const maxRequestBytes = 70_167_211;
export const maxUnzippedBytes = 262_144_000;

/** 413 before the body is even parsed, as AWS's front end does it. `limit` in bytes. */
export function checkRequestSize(call: LambdaCall, operation: string, limit = maxRequestBytes): void {
  if (call.request.body.length >= limit) {
    throw tooLarge(`Request must be smaller than ${limit} bytes for the ${operation} operation`);
  }
}

/** The zip a request brings inline or names in S3, measured and hashed. Throws the errors AWS gives for bad sources. */
export async function loadCode(world: LambdaWorld, source: Input): Promise<StoredCode> {
  const inline = source.text('ZipFile');
  const bucket = source.text('S3Bucket');
  const key = source.text('S3Key');
  const violations = new Violations();
  violations.length(bucket, 's3Bucket', 3, 63);
  violations.length(key, 's3Key', 1, 1024);
  violations.throwIfAny();
  if (inline !== undefined) {
    if (bucket !== undefined || key !== undefined) {
      throw invalid('Please do not provide other FunctionCode parameters when providing a ZipFile.');
    }
    const zip = Buffer.from(inline, 'base64');
    if (zip.length > maxInlineZipBytes) throw tooLarge(`Zipped size must be smaller than ${maxInlineZipBytes} bytes`);
    return measure(zip);
  }
  if (bucket === undefined || key === undefined) {
    throw invalid('Please provide a source for function code.');
  }
  return measure(await readFromS3(world, bucket, key, source.text('S3ObjectVersion')));
}

/** 400 when code and layers together exceed what a function may unpack to. */
export function checkUnzippedSize(code: StoredCode, layers: readonly StoredCode[]): void {
  const bytes = layers.reduce((sum, layer) => sum + layer.unzippedBytes, code.unzippedBytes);
  if (bytes >= maxUnzippedBytes) throw invalid(`Unzipped size must be smaller than ${maxUnzippedBytes} bytes`);
}

/** 501 by name for what cannot run on this machine, so that nobody learns it from an invocation. */
export async function checkRunnable(
  world: LambdaWorld,
  runtime: string,
  code: StoredCode,
  layers: readonly StoredCode[],
): Promise<void> {
  if (world.acceptAnyRuntime) return;
  const layerZips = layers.map((layer) => layer.zip);
  const reason = await world.invoker.whyNot({runtime, zip: code.zip, layerZips});
  if (reason === undefined) return;
  throw failure(
    501,
    'SandboxLimitation',
    `The sandbox cannot run this function of ${runtime} here: ${reason}. Started with --accept-any-runtime it takes such functions and fails their invocations.`,
  );
}

async function readFromS3(world: LambdaWorld, bucket: string, key: string, version?: string): Promise<Buffer> {
  const read = await world.readObject(bucket, key, version);
  switch (read.kind) {
    case 'found':
      return read.body;
    case 'no-such-bucket':
      throw s3Refusal('NoSuchBucket', 'The specified bucket does not exist');
    case 'no-such-key':
      throw s3Refusal('NoSuchKey', 'The specified key does not exist.');
  }
}

// 400, not 404: AWS reports a missing object as a bad parameter of the Lambda call.
function s3Refusal(code: string, message: string): Error {
  return invalid(`Error occurred while GetObject. S3 Error Code: ${code}. S3 Error Message: ${message}`);
}

function measure(zip: Buffer): StoredCode {
  const directory = readZipDirectory(zip);
  if (!directory) throw invalid('Could not unzip uploaded file. Please check your file, then try to upload again.');
  if (directory.entries === 0) throw invalid('Uploaded file must be a non-empty zip');
  const code = {
    sha256: sha256Base64(zip),
    zip,
    unzippedBytes: directory.unzippedBytes,
  };
  checkUnzippedSize(code, []);
  return code;
}
