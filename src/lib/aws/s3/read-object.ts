import {RefusedError} from '../../errors.js';
import {formatBytes} from '../../model/byte-size.js';
import {MAX_UNZIPPED_BYTES} from '../../model/package-limits.js';
import {formatS3Object, type S3Object} from '../../model/source/s3-object.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasCode} from '../error/mapping.js';
import {DOWNLOAD_MS, ORDINARY} from '../http/limits.js';
import {toObjectVersion} from './object-version.js';

/** A zip of files that are stored and not deflated is a little larger than they are. */
const MOST_BYTES = 2 * MAX_UNZIPPED_BYTES;

/** The bytes of an object, and which version they are of. Throws AwsError; RefusedError for what no package can be, before it is fetched. */
export async function readObject(
  clients: AwsClients,
  object: S3Object,
  signal?: AbortSignal,
): Promise<S3Object & {readonly bytes: Buffer}> {
  const {bucket, key} = object;
  const call: AwsCall = {action: 's3:GetObject', subject: `object s3://${bucket}/${key}`};
  const {client, sdk} = await clients.s3();
  const {bytes: size = 0, ...found} = await lookedUp(clients, call, object, signal);
  if (size > MOST_BYTES) throw tooLarge({bucket, key}, size);
  const command = new sdk.GetObjectCommand(inputOf({...object, ...found}));
  return callAws(call, async () => {
    const {Body} = await client.send(command, requestOptions(signal, DOWNLOAD_MS));
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
    return {...object, ...found, bytes};
  });
}

/** Size and version; nothing of what is not there, since only the answer to a GET says what that is. */
async function lookedUp(
  clients: AwsClients,
  call: AwsCall,
  object: S3Object,
  signal: AbortSignal | undefined,
): Promise<{readonly bytes?: number; readonly objectVersion?: string}> {
  const {client, sdk} = await clients.s3();
  const command = new sdk.HeadObjectCommand(inputOf(object));
  try {
    const head = await callAws(call, () => client.send(command, requestOptions(signal, ORDINARY.attemptMs)));
    return {bytes: head.ContentLength ?? 0, ...toObjectVersion(object.objectVersion ?? head.VersionId)};
  } catch (error) {
    if (hasCode(error, 'BUCKET_NOT_FOUND')) return {};
    throw error;
  }
}

function inputOf({bucket, key, objectVersion}: S3Object) {
  return {Bucket: bucket, Key: key, ...(objectVersion !== undefined && {VersionId: objectVersion})};
}

function tooLarge(object: S3Object, bytes: number): RefusedError {
  return new RefusedError(`${formatS3Object(object)} is ${formatBytes(bytes)}: no package of AWS Lambda is as large.`, {
    code: 'PACKAGE_TOO_LARGE',
    suggestions: ['See that the key names a zip or jar of the function.'],
    details: {...object, bytes, maxUnzippedBytes: MAX_UNZIPPED_BYTES},
  });
}
