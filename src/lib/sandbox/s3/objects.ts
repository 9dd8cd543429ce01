import {createHash} from 'node:crypto';
import type {SandboxRequest, SandboxResponse} from '../service.js';
import {NULL_VERSION, type StoredObject} from './bucket.js';
import {type Checksum, verifiedChecksum} from './checksums.js';
import {readBody} from './request-body.js';
import {header, type ObjectCall, requireObject} from './s3-call.js';
import {invalidArgument, noSuchKey, notImplemented, preconditionFailed, S3Error} from './s3-error.js';
import {tagsOfHeader} from './tagging.js';

const KEPT_HEADERS = ['content-type', 'cache-control', 'content-disposition', 'content-language', 'expires'];
/** Every object is, since January 2023 (S3 User Guide, default-encryption-faq). */
export const ENCRYPTED = {'x-amz-server-side-encryption': 'AES256'};
const MAX_PUT_BYTES = 5 * 2 ** 30;

/** PutObject: whole content at once, its checksum verified, `If-None-Match: *` kept. Throws S3Error. */
export function putObject({request, bucket, key, nowMs}: ObjectCall): SandboxResponse {
  const {content, fields} = readBody(request);
  if (content.length > MAX_PUT_BYTES) {
    throw new S3Error(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
  }
  const checksum = verifiedChecksum(fields, content);
  checkWriteConditions(request, bucket.get(key));
  const etag = createHash('md5').update(content).digest('hex');
  const stored = bucket.put({
    key,
    content,
    etag,
    modifiedMs: nowMs,
    checksum,
    headers: keptHeaders(request),
    tags: tagsOfHeader(header(request, 'x-amz-tagging')),
  });
  return {
    status: 200,
    headers: {etag: `"${etag}"`, ...ENCRYPTED, ...checksumHeaders(checksum), ...versionHeader(stored)},
  };
}

/** GetObject and HeadObject, with a byte range and with the checksum when asked for it. Throws S3Error. */
export function getObject(call: ObjectCall): SandboxResponse {
  const {request} = call;
  const object = requireObject(call);
  const unchanged = readCondition(request, object);
  if (unchanged) return unchanged;
  const range = requestedRange(header(request, 'range'), object.content.length);
  const withChecksum = header(request, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED' && !range;
  const content = range ? object.content.subarray(range.first, range.last + 1) : object.content;
  return {
    status: range ? 206 : 200,
    headers: {
      'content-type': 'binary/octet-stream',
      ...object.headers,
      'content-length': String(content.length),
      'accept-ranges': 'bytes',
      etag: `"${object.etag}"`,
      ...ENCRYPTED,
      'last-modified': new Date(object.modifiedMs).toUTCString(),
      ...(range ? {'content-range': `bytes ${range.first}-${range.last}/${object.content.length}`} : {}),
      ...(withChecksum ? checksumHeaders(object.checksum) : {}),
      ...(object.tags.size > 0 ? {'x-amz-tagging-count': String(object.tags.size)} : {}),
      ...versionHeader(object),
    },
    ...(request.method === 'HEAD' ? {} : {body: content}),
  };
}

/**
 * 412 or 304 by If-Match, If-None-Match, If-Modified-Since and If-Unmodified-Since; undefined when the object is to be
 * read. An ETag that decides leaves its date out of account (S3 API reference, GetObject; RFC 7232). Throws S3Error.
 */
function readCondition(request: SandboxRequest, object: StoredObject): SandboxResponse | undefined {
  const match = header(request, 'if-match');
  const noneMatch = header(request, 'if-none-match');
  const isNewerThan = (name: string) => {
    const since = Date.parse(header(request, name) ?? '');
    return Number.isNaN(since) ? undefined : Math.floor(object.modifiedMs / 1000) * 1000 > since;
  };
  const failed = match === undefined ? isNewerThan('if-unmodified-since') : !isAmong(object.etag, match);
  if (failed === true) throw preconditionFailed();
  const same = noneMatch === undefined ? isNewerThan('if-modified-since') === false : isAmong(object.etag, noneMatch);
  return same ? {status: 304, headers: {etag: `"${object.etag}"`, ...versionHeader(object)}} : undefined;
}

function isAmong(etag: string, list: string): boolean {
  return list.split(',').some((each) => ['*', etag].includes(each.trim().replaceAll('"', '')));
}

/** 412 when a conditional write must not happen. Throws S3Error. */
export function checkWriteConditions(request: SandboxRequest, existing: StoredObject | undefined): void {
  const noneMatch = header(request, 'if-none-match');
  if (noneMatch !== undefined && noneMatch !== '*') throw notImplemented('If-None-Match with an ETag on writes');
  if (noneMatch === '*' && existing) throw preconditionFailed();
  const match = header(request, 'if-match');
  if (match === undefined) return;
  if (!existing) throw noSuchKey();
  if (match.replaceAll('"', '') !== existing.etag) throw preconditionFailed();
}

/** What of a write's headers comes back with the object. */
export function keptHeaders(request: SandboxRequest): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && (KEPT_HEADERS.includes(name) || name.startsWith('x-amz-meta-')))
      kept[name] = value;
  }
  const encoding = (header(request, 'content-encoding') ?? '').split(',').map((each) => each.trim());
  const left = encoding.filter((each) => each !== '' && each !== 'aws-chunked');
  return left.length > 0 ? {...kept, 'content-encoding': left.join(',')} : kept;
}

export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  if (!checksum) return {};
  const type = checksum.value.includes('-') ? 'COMPOSITE' : 'FULL_OBJECT';
  return {[`x-amz-checksum-${checksum.algorithm}`]: checksum.value, 'x-amz-checksum-type': type};
}

export function versionHeader({versionId}: StoredObject): Record<string, string> {
  return versionId === NULL_VERSION ? {} : {'x-amz-version-id': versionId};
}

function requestedRange(text: string | undefined, bytes: number) {
  if (text === undefined) return undefined;
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(text) ?? [];
  if (from === '' && to === '') throw invalidArgument(`The range ${text} is not one the sandbox understands.`);
  const first = from === '' ? Math.max(0, bytes - Number(to)) : Number(from);
  const last = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (first > last) throw new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable');
  return {first, last};
}
