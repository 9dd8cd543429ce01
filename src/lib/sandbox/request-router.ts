import {schedulerOperation} from './scheduler/scheduler-service.js';
import type {SandboxRequest} from './service.js';
import {signerOperation} from './signer/signer-service.js';

export const serviceNames = [
  'lambda',
  'cloudwatch',
  'logs',
  's3',
  'ssm',
  'sts',
  'scheduler',
  'events',
  'sqs',
  'ecr',
  'signer',
] as const;
export type ServiceName = (typeof serviceNames)[number];

const bySignature: Readonly<Record<string, ServiceName>> = {
  lambda: 'lambda',
  monitoring: 'cloudwatch',
  logs: 'logs',
  s3: 's3',
  ssm: 'ssm',
  sts: 'sts',
  scheduler: 'scheduler',
  events: 'events',
  sqs: 'sqs',
  ecr: 'ecr',
  signer: 'signer',
};

/**
 * Which service a request is for: by X-Amz-Target or the RPC path, by Lambda's dated paths, by the signature's scope, and,
 * unsigned, by the Query action or else S3.
 */
export function serviceOf(request: SandboxRequest): ServiceName | undefined {
  const target = header(request, 'x-amz-target');
  if (target?.startsWith('GraniteServiceVersion20100801.')) return 'cloudwatch';
  if (target?.startsWith('Logs_20140328.')) return 'logs';
  if (target?.startsWith('AmazonSSM.')) return 'ssm';
  if (target?.startsWith('AWSEvents.')) return 'events';
  if (target?.startsWith('AmazonEC2ContainerRegistry_V20150921.')) return 'ecr';
  if (target?.startsWith('AmazonSQS.')) return 'sqs';
  if (request.path.startsWith('/service/GraniteServiceVersion20100801/')) return 'cloudwatch';
  if (request.signedService !== undefined) return bySignature[request.signedService];
  if (/^\/20\d\d-\d\d-\d\d\//.test(request.path)) return 'lambda';
  const action = queryAction(request);
  if (action === undefined) return 's3';
  return /^(Get(CallerIdentity|SessionToken|FederationToken|AccessKeyInfo)|AssumeRole)/.test(action)
    ? 'sts'
    : 'cloudwatch';
}

/** The operation's name, for everything but Lambda, which knows its own routes; `Unknown` when it cannot be told. */
export function operationOf(service: ServiceName, request: SandboxRequest): string {
  const target = header(request, 'x-amz-target')?.split('.')[1];
  if (target !== undefined) return target;
  if (service === 'scheduler') return schedulerOperation(request)?.operation ?? 'Unknown';
  if (service === 'signer') return signerOperation(request)?.operation ?? 'Unknown';
  const rpc = /^\/service\/\w+\/operation\/(\w+)/.exec(request.path)?.[1];
  if (rpc !== undefined) return rpc;
  return (service === 's3' ? s3Operation(request) : queryAction(request)) ?? 'Unknown';
}

function queryAction(request: SandboxRequest): string | undefined {
  if (request.method === 'GET') return request.query.get('Action') ?? undefined;
  if (!header(request, 'content-type')?.startsWith('application/x-www-form-urlencoded')) return undefined;
  return new URLSearchParams(request.body.toString('utf8')).get('Action') ?? undefined;
}

const objectOperations: Readonly<Record<string, string>> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
};
const bucketOperations: Readonly<Record<string, string>> = {
  GET: 'ListObjectsV2',
  HEAD: 'HeadBucket',
  PUT: 'CreateBucket',
  DELETE: 'DeleteBucket',
};

const subresources: Readonly<Record<string, string>> = {
  location: 'BucketLocation',
  versioning: 'BucketVersioning',
  tagging: 'BucketTagging',
  ownershipControls: 'BucketOwnershipControls',
  publicAccessBlock: 'PublicAccessBlock',
  encryption: 'BucketEncryption',
  policy: 'BucketPolicy',
  lifecycle: 'BucketLifecycleConfiguration',
  cors: 'BucketCors',
  website: 'BucketWebsite',
};

function s3Operation({method, path, query}: SandboxRequest): string | undefined {
  const [bucket, ...key] = path.split('/').filter((part) => part !== '');
  if (bucket === undefined) return 'ListBuckets';
  const subresource = Object.keys(subresources).find((name) => query.has(name));
  if (subresource !== undefined) {
    const verb = method === 'GET' ? 'Get' : method === 'PUT' ? 'Put' : 'Delete';
    return `${verb}${key.length === 0 ? subresources[subresource] : 'ObjectTagging'}`;
  }
  if (key.length === 0 && query.has('uploads')) return 'ListMultipartUploads';
  if (query.has('acl')) return key.length === 0 ? 'GetBucketAcl' : 'GetObjectAcl';
  if (query.has('attributes')) return 'GetObjectAttributes';
  if (key.length === 0 && query.has('versions')) return 'ListObjectVersions';
  if (key.length === 0 && method === 'POST') return 'DeleteObjects';
  if (key.length === 0 && method === 'GET' && query.get('list-type') !== '2') return 'ListObjects';
  if (key.length === 0) return bucketOperations[method];
  if (method === 'POST' && query.has('uploads')) return 'CreateMultipartUpload';
  if (!query.has('uploadId')) return objectOperations[method];
  if (method === 'GET') return 'ListParts';
  if (method === 'PUT') return 'UploadPart';
  return method === 'POST' ? 'CompleteMultipartUpload' : 'AbortMultipartUpload';
}

function header(request: SandboxRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
