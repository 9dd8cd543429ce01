import type {SandboxResponse} from '../service.js';
import {element, XML_DECLARATION} from '../xml.js';
import {type BucketCall, xmlResponse} from './s3-call.js';
import {invalidArgument} from './s3-error.js';

const MAX_KEYS = 1000;

/** ListObjectVersions with prefix, delimiter and markers: versions and delete markers by key, newest first. Throws S3Error. */
export function listVersions({request, bucket}: BucketCall): SandboxResponse {
  const {query} = request;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const keyMarker = query.get('key-marker') ?? '';
  const versionMarker = query.get('version-id-marker') ?? '';
  const encode =
    query.get('encoding-type') === 'url' ? (text: string) => encodeURIComponent(text) : (text: string) => text;
  const maxKeys = Math.min(Number(query.get('max-keys') ?? MAX_KEYS), MAX_KEYS);
  if (!Number.isInteger(maxKeys) || maxKeys < 0) {
    throw invalidArgument('Argument max-keys must be an integer between 0 and 2147483647');
  }
  if (versionMarker !== '' && keyMarker === '') {
    throw invalidArgument('A version-id marker cannot be specified without a key marker.');
  }
  const listed: string[] = [];
  const prefixes = new Set<string>();
  let last: {readonly key: string; readonly versionId: string} | undefined;
  let isTruncated = false;
  const all = bucket.versions().filter(({key}) => key.startsWith(prefix));
  const marked = all.findIndex(({key, versionId}) => key === keyMarker && versionId === versionMarker);
  for (const [index, entry] of all.entries()) {
    const {key, versionId, modifiedMs, isLatest} = entry;
    if (versionMarker === '' ? isUpTo(key, keyMarker) : index <= marked) continue;
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const group = cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
    if (group !== undefined && prefixes.has(group)) continue;
    if (listed.length + prefixes.size >= maxKeys) {
      isTruncated = maxKeys > 0;
      break;
    }
    last = {key, versionId};
    if (group !== undefined) {
      prefixes.add(group);
      continue;
    }
    const shared =
      element('Key', encode(key)) +
      element('VersionId', versionId) +
      element('IsLatest', isLatest) +
      element('LastModified', new Date(modifiedMs).toISOString());
    listed.push(
      'deleted' in entry
        ? `<DeleteMarker>${shared}</DeleteMarker>`
        : `<Version>${shared}${element('ETag', `"${entry.etag}"`)}${element('Size', entry.content.length)}<StorageClass>STANDARD</StorageClass></Version>`,
    );
  }
  return xmlResponse(
    `${XML_DECLARATION}<ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">` +
      element('Name', bucket.name) +
      element('Prefix', encode(prefix)) +
      element('KeyMarker', encode(keyMarker)) +
      element('VersionIdMarker', versionMarker) +
      element('Delimiter', delimiter === '' ? undefined : encode(delimiter)) +
      element('EncodingType', query.get('encoding-type') ?? undefined) +
      element('MaxKeys', maxKeys) +
      element('IsTruncated', isTruncated) +
      (isTruncated && last
        ? element('NextKeyMarker', encode(last.key)) + element('NextVersionIdMarker', last.versionId)
        : '') +
      listed.join('') +
      [...prefixes].map((each) => `<CommonPrefixes>${element('Prefix', encode(each))}</CommonPrefixes>`).join('') +
      '</ListVersionsResult>',
  );
}

function isUpTo(key: string, marker: string): boolean {
  return marker !== '' && Buffer.compare(Buffer.from(key), Buffer.from(marker)) <= 0;
}
