import {randomUUID} from 'node:crypto';
import type {IncomingMessage} from 'node:http';
import {promisify} from 'node:util';
import {brotliDecompress, gunzip, inflate} from 'node:zlib';
import {accountOf, type Place} from './place.js';
import type {SandboxRequest} from './service.js';

/** A request whose body is not what its headers say; answered with 400. */
export class UnreadableBody extends Error {}

const decoders: Readonly<Record<string, (body: Buffer) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/**
 * Reads the request whole and undoes its Content-Encoding; `aws-chunked` is left to S3. An unsigned one is for `home`.
 * Throws UnreadableBody.
 */
export async function readRequest(incoming: IncomingMessage, home: Place): Promise<SandboxRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const rawBody = Buffer.concat(chunks);
  const body = await decode(rawBody, incoming.headers['content-encoding']);
  const {pathname, search} = splitUrl(incoming.url ?? '/');
  const scope = credentialScope(incoming.headers.authorization, search);
  return {
    method: incoming.method ?? 'GET',
    path: pathname,
    query: search,
    headers: incoming.headers,
    body,
    ...(body === rawBody ? {} : {rawBody}),
    region: scope?.region ?? home.region,
    accountId: accountOf(scope?.accessKeyId, home.accountId),
    accessKeyId: scope?.accessKeyId,
    signedService: scope?.service,
    requestId: randomUUID(),
  };
}

// Not through URL: it would resolve `..` and re-encode what S3 keys may contain.
function splitUrl(url: string): {pathname: string; search: URLSearchParams} {
  const at = url.indexOf('?');
  return at < 0
    ? {pathname: url, search: new URLSearchParams()}
    : {pathname: url.slice(0, at), search: new URLSearchParams(url.slice(at + 1))};
}

async function decode(body: Buffer, encodings: string | undefined): Promise<Buffer> {
  let decoded = body;
  for (const encoding of (encodings ?? '').split(',').reverse()) {
    const decoder = decoders[encoding.trim().toLowerCase()];
    if (!decoder || decoded.length === 0) continue;
    try {
      decoded = await decoder(decoded);
    } catch (error) {
      throw new UnreadableBody(`The body is not ${encoding.trim()}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return decoded;
}

/** What a SigV4 credential names, from the header or a presigned URL: AKID/20261121/us-east-1/lambda/aws4_request. */
function credentialScope(
  authorization: string | undefined,
  query: URLSearchParams,
): {accessKeyId: string; region: string; service: string} | undefined {
  const credential = /Credential=([^,\s]+)/.exec(authorization ?? '')?.[1] ?? query.get('X-Amz-Credential') ?? '';
  // From the end: nothing but the access key id could hold a slash.
  const [accessKeyId = '', , region, service, terminator] = splitCredential(credential);
  return region && service && terminator === 'aws4_request' ? {accessKeyId, region, service} : undefined;
}

function splitCredential(credential: string): string[] {
  const parts = credential.split('/');
  return [parts.slice(0, -4).join('/'), ...parts.slice(-4)];
}
