import type {SandboxRequest} from '../service.js';
import {S3Error} from './s3-error.js';

export interface RequestBody {
  readonly content: Buffer;
  /** Headers, and the trailers of an aws-chunked body, by lower-case name. */
  readonly fields: ReadonlyMap<string, string>;
}

/** The content of a request, its aws-chunked framing undone (S3 API reference, sigv4-streaming). Throws S3Error. */
export function readBody(request: SandboxRequest): RequestBody {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') fields.set(name, value);
  const chunked =
    fields.get('content-encoding')?.includes('aws-chunked') ||
    fields.get('x-amz-content-sha256')?.startsWith('STREAMING-') === true;
  if (!chunked) return {content: request.body, fields};
  const content = decodeChunks(request.body, fields);
  const expected = fields.get('x-amz-decoded-content-length');
  if (expected !== undefined && Number(expected) !== content.length) throw incomplete();
  return {content, fields};
}

function decodeChunks(body: Buffer, fields: Map<string, string>): Buffer {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const line = lineAt(body, at);
    const bytes = Number.parseInt(line.text, 16);
    if (!Number.isSafeInteger(bytes) || bytes < 0 || line.next + bytes > body.length) throw incomplete();
    at = line.next;
    if (bytes === 0) break;
    chunks.push(body.subarray(at, at + bytes));
    at += bytes + 2;
  }
  while (at < body.length) {
    const line = lineAt(body, at);
    const colon = line.text.indexOf(':');
    if (colon > 0) fields.set(line.text.slice(0, colon).trim().toLowerCase(), line.text.slice(colon + 1).trim());
    at = line.next;
  }
  return Buffer.concat(chunks);
}

function lineAt(body: Buffer, at: number): {readonly text: string; readonly next: number} {
  const end = body.indexOf('\r\n', at);
  if (end < 0) throw incomplete();
  return {text: body.toString('latin1', at, end), next: end + 2};
}

function incomplete(): S3Error {
  return new S3Error(400, 'IncompleteBody', 'The request body terminated unexpectedly');
}
