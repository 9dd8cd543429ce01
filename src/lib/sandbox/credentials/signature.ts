import {createHash, createHmac, timingSafeEqual} from 'node:crypto';
import type {SandboxRequest} from '../service.js';

const ALGORITHM = 'AWS4-HMAC-SHA256';

interface Parts {
  /** AKID/20261121/us-east-1/lambda/aws4_request without the first part. */
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly date: string;
  readonly payloadHash: string;
  readonly isPresigned: boolean;
}

/**
 * Whether a request was signed with this secret, by its header or as a presigned URL (IAM User Guide, Signature Version 4).
 * Neither the time of signing nor the signatures of single chunks are looked at.
 */
export function isSignedWith(request: SandboxRequest, secretAccessKey: string): boolean {
  const parts = partsOf(request);
  if (!parts) return false;
  const canonical = canonicalRequest(request, parts);
  const [day = '', region = '', service = ''] = parts.scope.split('/');
  const toSign = [ALGORITHM, parts.date, parts.scope, sha256(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<Buffer>(
    (previous, text) => createHmac('sha256', previous).update(text).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  const expected = createHmac('sha256', key).update(toSign).digest();
  return /^[\da-f]{64}$/.test(parts.signature) && timingSafeEqual(Buffer.from(parts.signature, 'hex'), expected);
}

/** True for Signature Version 2, in a header or a presigned URL, which only S3 ever took. */
export function isOldSignature({query, headers}: SandboxRequest): boolean {
  return query.has('AWSAccessKeyId') || /^AWS [^:]+:/.test(headers.authorization ?? '');
}

function partsOf(request: SandboxRequest): Parts | undefined {
  const {query, headers} = request;
  const authorization = headers.authorization;
  if (authorization === undefined) {
    const scope = query.get('X-Amz-Credential')?.split('/').slice(-4).join('/');
    if (query.get('X-Amz-Algorithm') !== ALGORITHM || !scope) return undefined;
    return {
      scope,
      signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
      signature: query.get('X-Amz-Signature') ?? '',
      date: query.get('X-Amz-Date') ?? '',
      payloadHash: request.signedService === 's3' ? 'UNSIGNED-PAYLOAD' : sha256(request.rawBody ?? request.body),
      isPresigned: true,
    };
  }
  if (!authorization.startsWith(ALGORITHM)) return undefined;
  const member = (name: string) => new RegExp(`${name}=([^,\\s]+)`).exec(authorization)?.[1] ?? '';
  const declared = headers['x-amz-content-sha256'];
  const actual = sha256(request.rawBody ?? request.body);
  const isHash = typeof declared === 'string' && /^[\da-f]{64}$/.test(declared);
  // A hash that is not the body's: somebody changed the body on its way.
  if (isHash && declared !== actual) return undefined;
  return {
    scope: member('Credential').split('/').slice(-4).join('/'),
    signedHeaders: member('SignedHeaders').split(';'),
    signature: member('Signature'),
    date: String(headers['x-amz-date'] ?? ''),
    payloadHash: typeof declared === 'string' ? declared : actual,
    isPresigned: false,
  };
}

function canonicalRequest(request: SandboxRequest, {signedHeaders, payloadHash, isPresigned}: Parts): string {
  const headers = signedHeaders.map((name) => `${name}:${headerText(request, name)}\n`).join('');
  const query = [...request.query]
    .filter(([name]) => !(isPresigned && name === 'X-Amz-Signature'))
    .map(([name, value]): [string, string] => [encode(name), encode(value)])
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return [request.method, canonicalPath(request), query, headers, signedHeaders.join(';'), payloadHash].join('\n');
}

// Every service but S3 signs the path as it is sent, encoded once more.
function canonicalPath({path, signedService}: SandboxRequest): string {
  return signedService === 's3' ? path : path.split('/').map(encode).join('/');
}

function headerText({headers}: SandboxRequest, name: string): string {
  return [headers[name] ?? '']
    .flat()
    .map((value) => value.trim().replace(/ +/g, ' '))
    .join(',');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
