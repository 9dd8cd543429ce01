import type {SandboxRequest, SandboxResponse} from '../service.js';
import {element, XML_DECLARATION} from '../xml.js';
import {Bucket} from './bucket.js';
import {readBody} from './request-body.js';
import {type BucketCall, xmlResponse} from './s3-call.js';
import {S3Error} from './s3-error.js';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const NAME = /^(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/;
// The one region that is no location constraint (S3 API reference, CreateBucket).
const FIRST_REGION = 'us-east-1';

/** A new bucket where its LocationConstraint says; outside of us-east-1 there must be one. Throws S3Error. */
export function newBucket(request: SandboxRequest, name: string, existing: Bucket | undefined, nowMs: number): Bucket {
  if (!NAME.test(name)) throw new S3Error(400, 'InvalidBucketName', 'The specified bucket is not valid.');
  const body = readBody(request).content.toString('utf8');
  const constraint = /<LocationConstraint[^>]*>([^<]+)<\/LocationConstraint>/.exec(body)?.[1];
  if (request.region === FIRST_REGION && constraint === FIRST_REGION) {
    throw new S3Error(400, 'InvalidLocationConstraint', 'The specified location-constraint is not valid');
  }
  if (request.region !== FIRST_REGION && constraint !== request.region) {
    const which = constraint ?? 'unspecified';
    throw new S3Error(
      400,
      'IllegalLocationConstraintException',
      `The ${which} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  }
  if (existing && existing.owner !== request.accountId) {
    throw new S3Error(
      409,
      'BucketAlreadyExists',
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
    );
  }
  if (existing && (request.region !== FIRST_REGION || existing.region !== FIRST_REGION)) {
    throw new S3Error(
      409,
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
    );
  }
  return existing ?? new Bucket(name, constraint ?? request.region, nowMs, request.accountId);
}

export function listBuckets(buckets: Iterable<Bucket>, accountId: string): SandboxResponse {
  const listed = [...buckets]
    .filter((bucket) => bucket.owner === accountId)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((bucket) => {
      const created = element('CreationDate', new Date(bucket.createdMs).toISOString());
      return `<Bucket>${element('Name', bucket.name)}${created}${element('BucketRegion', bucket.region)}</Bucket>`;
    });
  const owner = `<Owner>${element('ID', accountId)}</Owner>`;
  return xmlResponse(
    `${XML_DECLARATION}<ListAllMyBucketsResult xmlns="${NAMESPACE}">${owner}<Buckets>${listed.join('')}</Buckets></ListAllMyBucketsResult>`,
  );
}

/** HeadBucket: answered in any region, with the bucket's own one. */
export function headBucket(bucket: Bucket): SandboxResponse {
  return {status: 200, headers: {'x-amz-bucket-region': bucket.region}};
}

/** GetBucketLocation: empty for us-east-1. */
export function bucketLocation(bucket: Bucket): SandboxResponse {
  const constraint = bucket.region === FIRST_REGION ? '' : bucket.region;
  return xmlResponse(`${XML_DECLARATION}<LocationConstraint xmlns="${NAMESPACE}">${constraint}</LocationConstraint>`);
}

export function getVersioning({bucket}: BucketCall): SandboxResponse {
  return xmlResponse(
    `${XML_DECLARATION}<VersioningConfiguration xmlns="${NAMESPACE}">${element('Status', bucket.versioning)}</VersioningConfiguration>`,
  );
}

/** PutBucketVersioning: on, or off for what is put from now on; what has versions keeps them. Throws S3Error. */
export function putVersioning({request, bucket}: BucketCall): SandboxResponse {
  const status = /<Status>(\w+)<\/Status>/.exec(readBody(request).content.toString('utf8'))?.[1];
  if (status !== 'Enabled' && status !== 'Suspended') {
    throw new S3Error(400, 'MalformedXML', 'The Versioning element must be Enabled or Suspended');
  }
  bucket.versioning = status;
  return {status: 200};
}
