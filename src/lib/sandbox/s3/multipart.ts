import {createHash, randomBytes} from 'node:crypto';
import type {SandboxRequest, SandboxResponse} from '../service.js';
import {element, XML_DECLARATION} from '../xml.js';
import {
  ALGORITHMS,
  type Algorithm,
  type Checksum,
  checksumOf,
  compositeChecksum,
  verifiedChecksum,
} from './checksums.js';
import {copied, copySource} from './copying.js';
import {listParts, listUploads} from './multipart-listing.js';
import {checksumHeaders, checkWriteConditions, keptHeaders, versionHeader} from './objects.js';
import {readBody} from './request-body.js';
import {type BucketCall, header, type ObjectCall, xmlResponse} from './s3-call.js';
import {invalidArgument, malformedXml, noSuchUpload, S3Error} from './s3-error.js';
import {tagsOfHeader} from './tagging.js';
import type {Part, Upload} from './upload.js';

const MIN_PART_BYTES = 5 * 2 ** 20;
const MAX_PARTS = 10_000;
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Multipart uploads that have been begun and neither completed nor aborted. */
export class MultipartUploads {
  readonly #uploads = new Map<string, Upload>();

  create({request, bucket, key, nowMs}: ObjectCall): SandboxResponse {
    const uploadId = randomBytes(24).toString('base64url');
    const fullObject = header(request, 'x-amz-checksum-type')?.toUpperCase() === 'FULL_OBJECT';
    const algorithm = header(request, 'x-amz-checksum-algorithm');
    this.#uploads.set(uploadId, {
      id: uploadId,
      begunMs: nowMs,
      algorithm,
      bucket: bucket.name,
      key,
      headers: keptHeaders(request),
      tags: tagsOfHeader(header(request, 'x-amz-tagging')),
      fullObject,
      parts: new Map(),
    });
    const names = element('Bucket', bucket.name) + element('Key', key) + element('UploadId', uploadId);
    return xmlResponse(
      `${XML_DECLARATION}<InitiateMultipartUploadResult xmlns="${NAMESPACE}">${names}</InitiateMultipartUploadResult>`,
      algorithm === undefined
        ? {}
        : {
            'x-amz-checksum-algorithm': algorithm,
            'x-amz-checksum-type': fullObject ? 'FULL_OBJECT' : 'COMPOSITE',
          },
    );
  }

  uploadPart(call: ObjectCall): SandboxResponse {
    const upload = this.#find(call);
    const number = partNumber(call);
    const {content, fields} = readBody(call.request);
    const checksum = verifiedChecksum(fields, content);
    const etag = createHash('md5').update(content).digest('hex');
    upload.parts.set(number, {content, etag, checksum, modifiedMs: call.nowMs});
    const own = checksum ? {[`x-amz-checksum-${checksum.algorithm}`]: checksum.value} : {};
    return {status: 200, headers: {etag: `"${etag}"`, ...own}};
  }

  /** UploadPartCopy: a part that is, or is out of, an object that is here already. Throws S3Error. */
  copyPart(call: ObjectCall): SandboxResponse {
    const upload = this.#find(call);
    const number = partNumber(call);
    const {content} = copySource(call);
    const etag = createHash('md5').update(content).digest('hex');
    upload.parts.set(number, {content, etag, checksum: undefined, modifiedMs: call.nowMs});
    return copied('CopyPartResult', etag, call.nowMs);
  }

  /** Joins the parts that the request lists; every part but the last has at least 5 MiB. Throws S3Error. */
  complete(call: ObjectCall): SandboxResponse {
    const {request, bucket, key, nowMs} = call;
    const upload = this.#find(call);
    const parts = listedParts(request).map(({number, etag}) => {
      const part = upload.parts.get(number);
      if (!part || part.etag !== etag) {
        throw new S3Error(400, 'InvalidPart', 'One or more of the specified parts could not be found.');
      }
      return part;
    });
    if (parts.slice(0, -1).some((part) => part.content.length < MIN_PART_BYTES)) {
      throw new S3Error(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
    }
    checkWriteConditions(request, bucket.get(key));
    const content = Buffer.concat(parts.map((part) => part.content));
    const checksum = wholeChecksum(upload, parts, content);
    checkClientChecksum(request, checksum);
    const digests = Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex')));
    const etag = `${createHash('md5').update(digests).digest('hex')}-${parts.length}`;
    const stored = bucket.put({
      key,
      content,
      etag,
      modifiedMs: nowMs,
      checksum,
      headers: upload.headers,
      tags: upload.tags,
    });
    this.#uploads.delete(request.query.get('uploadId') ?? '');
    return xmlResponse(
      `${XML_DECLARATION}<CompleteMultipartUploadResult xmlns="${NAMESPACE}">` +
        element('Location', `/${bucket.name}/${key}`) +
        element('Bucket', bucket.name) +
        element('Key', key) +
        element('ETag', `"${etag}"`) +
        (checksum ? element(`Checksum${checksum.algorithm.toUpperCase()}`, checksum.value) : '') +
        element('ChecksumType', checksumHeaders(checksum)['x-amz-checksum-type']) +
        '</CompleteMultipartUploadResult>',
      versionHeader(stored),
    );
  }

  abort(call: ObjectCall): SandboxResponse {
    this.#find(call);
    this.#uploads.delete(call.request.query.get('uploadId') ?? '');
    return {status: 204};
  }

  listParts(call: ObjectCall): SandboxResponse {
    return listParts(call, this.#find(call));
  }

  list(call: BucketCall): SandboxResponse {
    return listUploads(
      call,
      [...this.#uploads.values()].filter(({bucket}) => bucket === call.bucket.name),
    );
  }

  #find({request, bucket, key}: ObjectCall): Upload {
    const upload = this.#uploads.get(request.query.get('uploadId') ?? '');
    if (!upload || upload.bucket !== bucket.name || upload.key !== key) throw noSuchUpload();
    return upload;
  }
}

function partNumber({request}: ObjectCall): number {
  const number = Number(request.query.get('partNumber'));
  if (Number.isInteger(number) && number >= 1 && number <= MAX_PARTS) return number;
  throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive');
}

function listedParts(request: SandboxRequest): {readonly number: number; readonly etag: string}[] {
  const listed = [
    ...readBody(request)
      .content.toString('utf8')
      .matchAll(/<Part>([\s\S]*?)<\/Part>/g),
  ].map(([, part = '']) => ({
    number: Number(/<PartNumber>(\d+)<\/PartNumber>/.exec(part)?.[1]),
    etag: (/<ETag>(.*?)<\/ETag>/.exec(part)?.[1] ?? '').replace(/&quot;|&#34;|"/g, ''),
  }));
  if (listed.length === 0) {
    throw malformedXml();
  }
  if (listed.some(({number}, index) => index > 0 && number <= (listed[index - 1]?.number ?? 0))) {
    throw new S3Error(400, 'InvalidPartOrder', 'The list of parts was not in ascending order.');
  }
  return listed;
}

function wholeChecksum(upload: Upload, parts: readonly Part[], content: Buffer): Checksum | undefined {
  const algorithm: Algorithm | undefined = parts[0]?.checksum?.algorithm;
  if (!algorithm || parts.some((part) => part.checksum?.algorithm !== algorithm)) return undefined;
  if (upload.fullObject) return {algorithm, value: checksumOf(algorithm, content)};
  return compositeChecksum(
    algorithm,
    parts.map((part) => part.checksum?.value ?? ''),
  );
}

function checkClientChecksum(request: SandboxRequest, checksum: Checksum | undefined): void {
  for (const algorithm of ALGORITHMS) {
    const sent = header(request, `x-amz-checksum-${algorithm}`);
    if (sent === undefined || !checksum || checksum.algorithm !== algorithm) continue;
    if (sent.replace(/-\d+$/, '') !== checksum.value.replace(/-\d+$/, '')) {
      throw new S3Error(
        400,
        'BadDigest',
        `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
      );
    }
  }
}
