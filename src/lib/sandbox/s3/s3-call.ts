import type {SandboxRequest, SandboxResponse} from '../service.js';
import type {Bucket, StoredObject} from './bucket.js';
import {accessDenied, noSuchKey, noSuchVersion, S3Error} from './s3-error.js';

/** A request on a bucket that exists and may be used by the caller. */
export interface BucketCall {
  readonly request: SandboxRequest;
  readonly bucket: Bucket;
  readonly nowMs: number;
  /** Another bucket, to copy from. */
  readonly find: (name: string) => Bucket | undefined;
}

/** A request on one key. */
export interface ObjectCall extends BucketCall {
  readonly key: string;
}

/** One header as text; undefined when it is absent. */
export function header(request: SandboxRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** What of the address names the bucket, and the key behind it: `bucket.localhost` or the first part of the path. */
export function addressOf(request: SandboxRequest): {readonly bucket: string; readonly key: string} {
  const host = (header(request, 'host') ?? '').replace(/:\d+$/, '');
  const virtual = /^(.+?)\.(?:s3\.)?(?:localhost|127\.0\.0\.1)$/.exec(host)?.[1];
  const path = request.path.replace(/^\//, '');
  const slash = path.indexOf('/');
  const [bucket, key] =
    virtual !== undefined
      ? [virtual, path]
      : [slash < 0 ? path : path.slice(0, slash), slash < 0 ? '' : path.slice(slash + 1)];
  try {
    return {bucket: decodeURIComponent(bucket), key: decodeURIComponent(key)};
  } catch {
    throw new S3Error(400, 'InvalidURI', 'Couldn’t parse the specified URI.');
  }
}

/** The newest version of the object, or the one that is asked for. Throws S3Error, with a header when a delete marker is there. */
export function requireObject({request, bucket, key}: ObjectCall): StoredObject {
  const versionId = request.query.get('versionId') ?? undefined;
  const entry = bucket.entry(key, versionId);
  if (!entry) throw versionId === undefined ? noSuchKey() : noSuchVersion();
  if (!('deleted' in entry)) return entry;
  const headers = {'x-amz-delete-marker': 'true', 'x-amz-version-id': entry.versionId};
  if (versionId === undefined) throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist.', headers);
  throw new S3Error(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', headers);
}

/** 403 when the bucket belongs to another account than the caller's, or than the one it expects: defends against squatted names. */
export function checkOwner(request: SandboxRequest, owner: string): void {
  const expected = header(request, 'x-amz-expected-bucket-owner');
  if (owner !== request.accountId || (expected !== undefined && expected !== owner)) throw accessDenied();
}

/** 301 with the right region in a header when the request was signed for another one. */
export function checkRegion(request: SandboxRequest, bucket: Bucket): void {
  if (request.region === bucket.region) return;
  throw new S3Error(
    301,
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint.',
    {'x-amz-bucket-region': bucket.region},
  );
}

export function xmlResponse(body: string, headers: Readonly<Record<string, string>> = {}): SandboxResponse {
  return {status: 200, headers: {'content-type': 'application/xml', ...headers}, body};
}
