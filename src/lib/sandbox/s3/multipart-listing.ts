import type {SandboxResponse} from '../service.js';
import {element, XML_DECLARATION} from '../xml.js';
import {type BucketCall, type ObjectCall, xmlResponse} from './s3-call.js';
import {invalidArgument} from './s3-error.js';
import type {Upload} from './upload.js';

const MOST = 1000;
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** ListParts: the parts of one upload by number, with `part-number-marker` and `max-parts`. Throws S3Error. */
export function listParts({request, bucket, key}: ObjectCall, {id, algorithm, parts}: Upload): SandboxResponse {
  const marker = count(request.query.get('part-number-marker') ?? '0', 'part-number-marker');
  const most = Math.min(count(request.query.get('max-parts') ?? String(MOST), 'max-parts'), MOST);
  const after = [...parts].filter(([number]) => number > marker).sort(([one], [other]) => one - other);
  const listed = after.slice(0, most);
  const isTruncated = listed.length < after.length;
  return xmlResponse(
    `${XML_DECLARATION}<ListPartsResult xmlns="${NAMESPACE}">` +
      element('Bucket', bucket.name) +
      element('Key', key) +
      element('UploadId', id) +
      person('Initiator', bucket.owner) +
      person('Owner', bucket.owner) +
      element('StorageClass', 'STANDARD') +
      element('PartNumberMarker', marker) +
      element('NextPartNumberMarker', listed.at(-1)?.[0] ?? 0) +
      element('MaxParts', most) +
      element('IsTruncated', isTruncated) +
      element('ChecksumAlgorithm', algorithm?.toUpperCase()) +
      listed
        .map(
          ([number, {content, etag, checksum, modifiedMs}]) =>
            `<Part>${element('PartNumber', number)}${element('LastModified', new Date(modifiedMs).toISOString())}` +
            `${element('ETag', `"${etag}"`)}${element('Size', content.length)}` +
            `${checksum ? element(`Checksum${checksum.algorithm.toUpperCase()}`, checksum.value) : ''}</Part>`,
        )
        .join('') +
      '</ListPartsResult>',
  );
}

/** ListMultipartUploads: those begun and not ended, by key and then by when they began, with prefix, delimiter and markers. Throws S3Error. */
export function listUploads({request, bucket}: BucketCall, begun: readonly Upload[]): SandboxResponse {
  const {query} = request;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const keyMarker = query.get('key-marker') ?? '';
  // Without a key it is not looked at (S3 API reference, ListMultipartUploads).
  const idMarker = keyMarker === '' ? '' : (query.get('upload-id-marker') ?? '');
  const encode = query.get('encoding-type') === 'url' ? encodeURIComponent : (text: string) => text;
  const most = Math.min(count(query.get('max-uploads') ?? String(MOST), 'max-uploads'), MOST);
  const all = begun.filter(({key}) => key.startsWith(prefix)).sort(byKey);
  const marked = all.findIndex(({key, id}) => key === keyMarker && id === idMarker);
  const after = all.filter(({key}, index) => (marked < 0 ? key > keyMarker : index > marked));
  const cut = ({key}: Upload) => (delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length));
  const groups = new Set<string>();
  const listed: Upload[] = [];
  let last: Upload | undefined;
  for (const upload of after) {
    const group = cut(upload) < 0 ? undefined : upload.key.slice(0, cut(upload) + delimiter.length);
    if (group === undefined || !groups.has(group)) {
      if (listed.length + groups.size >= most) break;
      if (group === undefined) listed.push(upload);
      else groups.add(group);
    }
    last = upload;
  }
  const isTruncated = last !== undefined && last !== after.at(-1);
  return xmlResponse(
    `${XML_DECLARATION}<ListMultipartUploadsResult xmlns="${NAMESPACE}">` +
      element('Bucket', bucket.name) +
      element('KeyMarker', encode(keyMarker)) +
      element('UploadIdMarker', idMarker) +
      (isTruncated && last ? element('NextKeyMarker', encode(last.key)) + element('NextUploadIdMarker', last.id) : '') +
      element('Prefix', encode(prefix)) +
      element('Delimiter', delimiter === '' ? undefined : encode(delimiter)) +
      element('EncodingType', query.get('encoding-type') ?? undefined) +
      element('MaxUploads', most) +
      element('IsTruncated', isTruncated) +
      listed.map((upload) => describe(upload, bucket.owner, encode)).join('') +
      [...groups].map((group) => `<CommonPrefixes>${element('Prefix', encode(group))}</CommonPrefixes>`).join('') +
      '</ListMultipartUploadsResult>',
  );
}

function describe({key, id, begunMs, algorithm}: Upload, owner: string, encode: (text: string) => string): string {
  return (
    `<Upload>${element('UploadId', id)}${element('Key', encode(key))}` +
    `${element('Initiated', new Date(begunMs).toISOString())}${element('StorageClass', 'STANDARD')}` +
    `${person('Owner', owner)}${person('Initiator', owner)}` +
    `${element('ChecksumAlgorithm', algorithm?.toUpperCase())}</Upload>`
  );
}

function person(name: string, account: string): string {
  return `<${name}>${element('ID', account)}</${name}>`;
}

function byKey(one: Upload, other: Upload): number {
  return Buffer.compare(Buffer.from(one.key), Buffer.from(other.key)) || one.begunMs - other.begunMs;
}

function count(text: string, name: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw invalidArgument(`Provided ${name} not an integer or within integer range`);
}
