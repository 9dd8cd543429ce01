import type {SandboxRequest, SandboxResponse} from '../service.js';
import {CborFormatError, decodeCbor, encodeCbor} from './cbor.js';
import {decodeQueryForm, encodeQueryError, encodeQueryResponse} from './query-codec.js';
import {CloudWatchError} from './service-error.js';

/** One way to speak to CloudWatch: how an operation's input is read and its output written. */
export interface Protocol {
  /** The operation asked for; undefined when the request does not speak this protocol. */
  operation(request: SandboxRequest): string | undefined;
  decode(request: SandboxRequest): unknown;
  encode(operation: string, output: object | undefined, requestId: string): SandboxResponse;
  encodeError(error: CloudWatchError, requestId: string): SandboxResponse;
}

const TARGET = /^GraniteServiceVersion20100801\.(\w+)$/;
const RPC_PATH = /^\/service\/GraniteServiceVersion20100801\/operation\/(\w+)$/;
const EXCEPTION_NAMESPACE = 'com.amazonaws.cloudwatch#';

/** AWS JSON 1.0 with Query-compatible errors: AWS SDK for JavaScript v3, botocore and AWS CLI of 2026. */
const json: Protocol = {
  operation: (request) => TARGET.exec(String(request.headers['x-amz-target'] ?? ''))?.[1],
  decode(request) {
    try {
      return JSON.parse(request.body.toString('utf8') || '{}');
    } catch {
      throw new CloudWatchError('SerializationException', 'The request is not a JSON document.');
    }
  },
  encode: (_operation, output) => jsonResponse(200, output ?? {}),
  encodeError: (error) =>
    jsonResponse(error.status, {__type: EXCEPTION_NAMESPACE + error.shape, message: error.message}, queryError(error)),
};

/** Smithy RPC v2 over CBOR, the protocol that botocore's model names first. */
const cbor: Protocol = {
  operation: (request) => RPC_PATH.exec(request.path)?.[1],
  decode(request) {
    try {
      return request.body.length === 0 ? {} : decodeCbor(request.body);
    } catch (error) {
      if (!(error instanceof CborFormatError)) throw error;
      throw new CloudWatchError('SerializationException', error.message);
    }
  },
  encode: (_operation, output) => cborResponse(200, output ?? {}),
  encodeError: (error) =>
    cborResponse(error.status, {__type: EXCEPTION_NAMESPACE + error.shape, message: error.message}, queryError(error)),
};

/** AWS Query: form fields in, XML out; older boto3, AWS CLI and Terraform. */
const query: Protocol = {
  operation: (request) => queryForm(request).get('Action') ?? undefined,
  decode: (request) => decodeQueryForm(queryForm(request)),
  encode: (operation, output, requestId) => xmlResponse(200, encodeQueryResponse(operation, output, requestId)),
  encodeError: (error, requestId) =>
    xmlResponse(error.status, encodeQueryError(error.code, error.message, error.status, requestId)),
};

/** In the order in which they are tried; the last one answers for requests that speak none. */
export const PROTOCOLS: readonly Protocol[] = [json, cbor, query];

/** The protocol that this request speaks. */
export function protocolOf(request: SandboxRequest): Protocol {
  return PROTOCOLS.find((protocol) => protocol.operation(request) !== undefined) ?? query;
}

function queryForm(request: SandboxRequest): URLSearchParams {
  return request.method === 'GET' ? request.query : new URLSearchParams(request.body.toString('utf8'));
}

function queryError(error: CloudWatchError): Record<string, string> {
  return {'x-amzn-query-error': `${error.code};${error.status < 500 ? 'Sender' : 'Receiver'}`};
}

function jsonResponse(status: number, value: object, headers: Record<string, string> = {}): SandboxResponse {
  return {
    status,
    headers: {'content-type': 'application/x-amz-json-1.0', ...headers},
    body: JSON.stringify(value, toJson),
  };
}

// JSON.stringify would first ask a Date for its ISO text, so the holder is looked at; AWS JSON writes epoch seconds.
function toJson(this: unknown, key: string, value: unknown): unknown {
  const original = typeof this === 'object' && this !== null ? Reflect.get(this, key) : value;
  if (original instanceof Date) return original.getTime() / 1000;
  return value instanceof Map ? Object.fromEntries(value) : value;
}

function cborResponse(status: number, value: object, headers: Record<string, string> = {}): SandboxResponse {
  return {
    status,
    headers: {'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', ...headers},
    body: encodeCbor(value),
  };
}

function xmlResponse(status: number, body: string): SandboxResponse {
  return {status, headers: {'content-type': 'text/xml'}, body};
}
