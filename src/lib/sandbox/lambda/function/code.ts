import {sha256Base64} from '../../../package/sha256.js';
import {type FunctionImage, runtimeOfHandler} from '../../ecr/image.js';
import {failure, invalid, tooLarge} from '../failure.js';
import type {Input} from '../input.js';
import type {StoredCode} from '../state.js';
import {Violations} from '../violations.js';
import type {LambdaCall, LambdaWorld} from '../world.js';
import {signatureOf} from './signature-check.js';
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
    return measure(world, zip);
  }
  if (bucket === undefined || key === undefined) {
    throw invalid('Please provide a source for function code.');
  }
  return measure(world, await readFromS3(world, bucket, key, source.text('S3ObjectVersion')));
}

/** The image a request names. Which texts AWS gives is from memory; that of an index is from its documentation. */
export function loadImage(world: LambdaWorld, source: Input): StoredCode {
  const uri = source.text('ImageUri');
  if (uri === undefined) throw invalid('Please provide ImageUri when the function PackageType is Image.');
  if (['ZipFile', 'S3Bucket', 'S3Key'].some((name) => source.has(name))) {
    throw invalid('Please provide only ImageUri when the function PackageType is Image.');
  }
  const read = world.readImage(uri);
  switch (read.kind) {
    case 'invalid':
      throw invalid(`Source image ${uri} is not valid. Provide a valid source image.`);
    case 'missing':
      throw invalid(`Source image ${uri} does not exist. Provide a valid source image.`);
    case 'unsupported':
      throw invalid(`The image manifest, config or layer media type for the source image ${uri} is not supported.`);
    case 'found':
      return {
        sha256: read.image.digest.replace(/^sha256:/, ''),
        zip: Buffer.alloc(0),
        unzippedBytes: 0,
        image: read.image,
      };
  }
}

/** 501 for an image that this machine has no runtime for: it runs handlers of Node.js and Python out of /var/task. */
export function checkRunnableImage(world: LambdaWorld, image: FunctionImage, command: readonly string[]): void {
  const [handler = ''] = command;
  if (world.acceptAnyRuntime || runtimeOfHandler(handler, image.files) !== undefined) return;
  throw failure(
    501,
    'SandboxLimitation',
    `The sandbox cannot run ${image.uri} here: its CMD is ${JSON.stringify(command)}, and the sandbox runs handlers of Node.js and Python that lie in /var/task of an image. Started with --accept-any-runtime it takes such functions and fails their invocations.`,
  );
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

async function measure(world: LambdaWorld, zip: Buffer): Promise<StoredCode> {
  const directory = readZipDirectory(zip);
  if (!directory) throw invalid('Could not unzip uploaded file. Please check your file, then try to upload again.');
  if (directory.entries === 0) throw invalid('Uploaded file must be a non-empty zip');
  const code = {
    sha256: sha256Base64(zip),
    zip,
    unzippedBytes: directory.unzippedBytes,
  };
  checkUnzippedSize(code, []);
  return {...code, signature: await signatureOf(world, zip)};
}
