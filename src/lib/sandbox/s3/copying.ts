import {createHash} from 'node:crypto';
import type {SandboxResponse} from '../service.js';
import {element, XML_DECLARATION} from '../xml.js';
import type {StoredObject} from './bucket.js';
import {keptHeaders, versionHeader} from './objects.js';
import {header, type ObjectCall, xmlResponse} from './s3-call.js';
import {
  accessDenied,
  copyToItself,
  invalidArgument,
  noSuchBucket,
  noSuchKey,
  noSuchVersion,
  preconditionFailed,
} from './s3-error.js';
import {tagsOfHeader} from './tagging.js';

const CHANGES = ['x-amz-storage-class', 'x-amz-website-redirect-location', 'x-amz-server-side-encryption'];
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** The object, or the part of it, that `x-amz-copy-source` and its range name. Throws S3Error. */
export function copySource(call: ObjectCall): {readonly source: StoredObject; readonly content: Buffer} {
  const {request, find} = call;
  const [, bucketName = '', key = '', versionId] =
    /^\/?([^/]+)\/([\s\S]*?)(?:\?versionId=(.+))?$/.exec(header(request, 'x-amz-copy-source') ?? '') ?? [];
  const bucket = find(decodeURIComponent(bucketName));
  if (!bucket) throw noSuchBucket();
  const owner = header(request, 'x-amz-source-expected-bucket-owner');
  if (bucket.owner !== request.accountId || (owner !== undefined && owner !== bucket.owner)) throw accessDenied();
  const source = bucket.get(decodeURIComponent(key), versionId);
  if (!source) throw versionId === undefined ? noSuchKey() : noSuchVersion();
  const match = header(request, 'x-amz-copy-source-if-match');
  if (match !== undefined && match.replaceAll('"', '') !== source.etag) throw preconditionFailed();
  return {source, content: ranged(source.content, header(request, 'x-amz-copy-source-range'))};
}

/** CopyObject: content and, unless replaced, headers and tags of another object. Throws S3Error. */
export function copyObject(call: ObjectCall): SandboxResponse {
  const {request, bucket, key, nowMs} = call;
  const {source, content} = copySource(call);
  const replaces = (directive: string) => header(request, directive)?.toUpperCase() === 'REPLACE';
  const isChanged = replaces('x-amz-metadata-directive') || CHANGES.some((name) => header(request, name) !== undefined);
  // An older version may be copied over the newest: that is how one goes back to it.
  if (source === bucket.get(key) && !isChanged) throw copyToItself();
  const stored = bucket.put({
    key,
    content,
    etag: createHash('md5').update(content).digest('hex'),
    modifiedMs: nowMs,
    checksum: source.checksum,
    headers: replaces('x-amz-metadata-directive') ? keptHeaders(request) : source.headers,
    tags: replaces('x-amz-tagging-directive') ? tagsOfHeader(header(request, 'x-amz-tagging')) : source.tags,
  });
  return copied('CopyObjectResult', stored.etag, nowMs, versionHeader(stored));
}

/** The answer of CopyObject and UploadPartCopy. */
export function copied(
  root: string,
  etag: string,
  nowMs: number,
  headers: Readonly<Record<string, string>> = {},
): SandboxResponse {
  const members = element('LastModified', new Date(nowMs).toISOString()) + element('ETag', `"${etag}"`);
  return xmlResponse(`${XML_DECLARATION}<${root} xmlns="${NAMESPACE}">${members}</${root}>`, headers);
}

function ranged(content: Buffer, text: string | undefined): Buffer {
  if (text === undefined) return content;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(text) ?? [];
  if (first === undefined || Number(first) > Number(last)) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
    );
  }
  if (Number(last) >= content.length) {
    throw invalidArgument(`Range specified is not valid for source object of size: ${content.length}`);
  }
  return content.subarray(Number(first), Number(last) + 1);
}
