import {createHash} from 'node:crypto';
import type {SandboxClock} from '../clock.js';
import {isOldSignature} from '../credentials/signature.js';
import type {SandboxRequest, SandboxResponse, SandboxService} from '../service.js';
import {ownersAcl} from './access-control.js';
import type {Bucket} from './bucket.js';
import {configurationKind} from './bucket-configuration.js';
import {bucketLocation, getVersioning, headBucket, listBuckets, newBucket, putVersioning} from './buckets.js';
import {configureBucket} from './configure-bucket.js';
import {copyObject} from './copying.js';
import {deleteObject, deleteObjects} from './deleting.js';
import {listObjects} from './listing.js';
import {MultipartUploads} from './multipart.js';
import {getObjectAttributes} from './object-attributes.js';
import {getObject, putObject} from './objects.js';
import {
  addressOf,
  type BucketCall,
  checkOwner,
  checkRegion,
  header,
  type ObjectCall,
  requireObject,
} from './s3-call.js';
import {noSuchBucket, notImplemented, S3Error, toErrorResponse} from './s3-error.js';
import {tagObject} from './tagging.js';
import {listVersions} from './version-listing.js';

/** What S3 holds under a name, for Lambda's own reads of it. */
export type ObjectRead =
  | {readonly kind: 'found'; readonly body: Buffer}
  | {readonly kind: 'no-such-bucket'}
  | {readonly kind: 'no-such-key'};

export interface S3Service extends SandboxService {
  readObject(bucket: string, key: string, version?: string): Promise<ObjectRead>;
  /** For what another service puts there; false when there is no such bucket. */
  writeObject(bucket: string, key: string, content: Buffer): boolean;
  isVersioned(bucket: string): boolean;
}

// Parameters that choose no other operation: the SDK's own and those of the operations below.
const PLAIN =
  /^(x-id|versionId|partNumber|uploadId|list-type|prefix|delimiter|max-keys|continuation-token|start-after|marker|encoding-type|fetch-owner|X-Amz-.*|max-buckets|bucket-region|key-marker|version-id-marker|max-parts|part-number-marker|max-uploads|upload-id-marker)$/;

/**
 * S3 with its objects in memory, by path or as `bucket.localhost`: what uploading a deployment package needs, each bucket of the account that made it and closed to every other.
 * Other operations answer NotImplemented. Checksums are verified.
 */
export function createS3(clock: SandboxClock): S3Service {
  const buckets = new Map<string, Bucket>();
  const uploads = new MultipartUploads();

  function answer(request: SandboxRequest): SandboxResponse {
    refuseOldSignature(request);
    const {bucket: name, key} = addressOf(request);
    if (name === '') return onService(request);
    if (key === '' && request.method === 'PUT' && operationOf(request) === '') {
      const bucket = newBucket(request, name, buckets.get(name), clock.now());
      buckets.set(name, bucket);
      return {status: 200, headers: {location: `/${name}`}};
    }
    const bucket = buckets.get(name);
    if (!bucket) throw noSuchBucket();
    checkOwner(request, bucket.owner);
    const call = {request, bucket, nowMs: clock.now(), find: (other: string) => buckets.get(other)};
    return key === '' ? onBucket(call) : onObject({...call, key}, uploads);
  }

  function onService(request: SandboxRequest): SandboxResponse {
    if (request.method === 'GET') return listBuckets(buckets.values(), request.accountId);
    throw notImplemented(`${request.method} /`);
  }

  function onBucket(call: BucketCall): SandboxResponse {
    const {request, bucket} = call;
    const operation = `${request.method} ${operationOf(request)}`.trim();
    if (operation === 'HEAD') return headBucket(bucket);
    if (operation === 'GET location') return bucketLocation(bucket);
    checkRegion(request, bucket);
    if (operation === 'GET') return listObjects(call);
    const parameter = operationOf(request);
    const kind = configurationKind(parameter);
    if (kind && ['GET', 'PUT', 'DELETE'].includes(request.method)) return configureBucket(call, parameter, kind);
    if (operation === 'GET acl') return ownersAcl(bucket.owner);
    if (operation === 'GET versions') return listVersions(call);
    if (operation === 'GET uploads') return uploads.list(call);
    if (operation === 'POST delete') return deleteObjects(call);
    if (operation === 'GET versioning') return getVersioning(call);
    if (operation === 'PUT versioning') return putVersioning(call);
    if (operation === 'DELETE') {
      if (!bucket.empty) throw new S3Error(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty');
      buckets.delete(bucket.name);
      return {status: 204};
    }
    throw notImplemented(`${operation} on a bucket`);
  }

  return {
    async handle(request) {
      try {
        const response = answer(request);
        return {...response, headers: {'x-amz-request-id': request.requestId, ...response.headers}};
      } catch (error) {
        if (error instanceof S3Error) return toErrorResponse(error, request.method, request.path, request.requestId);
        throw error;
      }
    },
    async readObject(name, key, version) {
      const bucket = buckets.get(name);
      if (!bucket) return {kind: 'no-such-bucket'};
      const object = bucket.get(key, version);
      return object ? {kind: 'found', body: object.content} : {kind: 'no-such-key'};
    },
    writeObject(name, key, content) {
      const etag = createHash('md5').update(content).digest('hex');
      const object = {key, content, etag, modifiedMs: clock.now(), headers: {}, tags: new Map<string, string>()};
      return buckets.get(name)?.put(object) !== undefined;
    },
    isVersioned: (name) => buckets.get(name)?.versioning === 'Enabled',
  };
}

function onObject(call: ObjectCall, uploads: MultipartUploads): SandboxResponse {
  const {request, bucket} = call;
  checkRegion(request, bucket);
  const part = request.query.has('uploadId') ? 'upload' : '';
  const isCopy = header(request, 'x-amz-copy-source') !== undefined;
  const operation = [request.method, operationOf(request), part].filter((each) => each !== '').join(' ');
  switch (operation) {
    case 'PUT':
      return isCopy ? copyObject(call) : putObject(call);
    case 'GET tagging':
    case 'PUT tagging':
    case 'DELETE tagging':
      return tagObject(call);
    case 'GET':
    case 'HEAD':
      return getObject(call);
    case 'DELETE':
      return deleteObject(call);
    case 'POST uploads':
      return uploads.create(call);
    case 'PUT upload':
      return isCopy ? uploads.copyPart(call) : uploads.uploadPart(call);
    case 'GET attributes':
      return getObjectAttributes(call);
    case 'GET acl':
      requireObject(call);
      return ownersAcl(bucket.owner);
    case 'GET upload':
      return uploads.listParts(call);
    case 'POST upload':
      return uploads.complete(call);
    case 'DELETE upload':
      return uploads.abort(call);
    default:
      throw notImplemented(`${operation} on an object`);
  }
}

/** Signature Version 2, in a presigned URL or a header, works in no Region made since 2014, and is refused as there. Throws S3Error. */
function refuseOldSignature(request: SandboxRequest): void {
  if (!isOldSignature(request)) return;
  throw new S3Error(
    400,
    'InvalidRequest',
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  );
}

/** The parameter that makes another operation of the same method and path, such as `versioning`; empty when there is none. */
function operationOf(request: SandboxRequest): string {
  return [...request.query.keys()].find((name) => !PLAIN.test(name)) ?? '';
}
