import type {SandboxResponse} from '../service.js';
import {element, XML_DECLARATION} from '../xml.js';
import {type BucketCall, xmlResponse} from './s3-call.js';
import {invalidArgument} from './s3-error.js';

const MAX_KEYS = 1000;

/** ListObjectsV2 with prefix, delimiter, start-after, continuation and `encoding-type=url`; ListObjects with a marker where there is no list-type. Throws S3Error. */
export function listObjects({request, bucket}: BucketCall): SandboxResponse {
  const {query} = request;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const encode =
    query.get('encoding-type') === 'url' ? (text: string) => encodeURIComponent(text) : (text: string) => text;
  const maxKeys = Math.min(Number(query.get('max-keys') ?? MAX_KEYS), MAX_KEYS);
  if (!Number.isInteger(maxKeys) || maxKeys < 0)
    throw invalidArgument('Argument max-keys must be an integer between 0 and 2147483647');
  const isFirst = query.get('list-type') !== '2';
  const token = isFirst ? undefined : (query.get('continuation-token') ?? undefined);
  const after =
    token === undefined
      ? (query.get(isFirst ? 'marker' : 'start-after') ?? '')
      : Buffer.from(token, 'base64url').toString('utf8');

  const contents: string[] = [];
  const prefixes = new Set<string>();
  let last = '';
  let truncated = false;
  for (const object of bucket.list()) {
    if (!object.key.startsWith(prefix)) continue;
    const cut = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
    const group = cut < 0 ? undefined : object.key.slice(0, cut + delimiter.length);
    if (isUpTo(object.key, after) || (group !== undefined && (prefixes.has(group) || group === after))) continue;
    if (contents.length + prefixes.size >= maxKeys) {
      truncated = maxKeys > 0;
      break;
    }
    last = group ?? object.key;
    if (group !== undefined) {
      prefixes.add(group);
      continue;
    }
    contents.push(
      `<Contents>${element('Key', encode(object.key))}${element('LastModified', new Date(object.modifiedMs).toISOString())}` +
        `${element('ETag', `"${object.etag}"`)}${element('Size', object.content.length)}` +
        `${element('ChecksumAlgorithm', object.checksum?.algorithm.toUpperCase())}<StorageClass>STANDARD</StorageClass></Contents>`,
    );
  }
  return xmlResponse(
    `${XML_DECLARATION}<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">` +
      element('Name', bucket.name) +
      element('Prefix', encode(prefix)) +
      element('Delimiter', delimiter === '' ? undefined : encode(delimiter)) +
      element('EncodingType', query.get('encoding-type') ?? undefined) +
      (isFirst
        ? element('Marker', encode(after)) +
          // Without a delimiter the last key is the next marker (S3 API reference, ListObjects).
          element('NextMarker', truncated && delimiter !== '' ? encode(last) : undefined)
        : element('ContinuationToken', token) +
          element('NextContinuationToken', truncated ? Buffer.from(last).toString('base64url') : undefined) +
          element('KeyCount', contents.length + prefixes.size)) +
      element('MaxKeys', maxKeys) +
      element('IsTruncated', truncated) +
      contents.join('') +
      [...prefixes].map((each) => `<CommonPrefixes>${element('Prefix', encode(each))}</CommonPrefixes>`).join('') +
      '</ListBucketResult>',
  );
}

function isUpTo(key: string, after: string): boolean {
  return after !== '' && Buffer.compare(Buffer.from(key), Buffer.from(after)) <= 0;
}
