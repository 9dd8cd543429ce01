import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {loopback} from '../../http-server.js';
import {type ExtensionState, Extensions, type ExtensionsOf} from './extensions.js';
import type {RuntimeEvent} from './runtime-event.js';
import type {Telemetry} from './telemetry.js';

/** What a runtime says about the event it was given. */
export interface RuntimeAnswer {
  readonly requestId: string;
  readonly payload: Buffer;
  readonly failed: boolean;
  readonly contentType: string;
  /** The handler wrote a stream instead of returning a value. */
  readonly streamed: boolean;
  /** Resident bytes of the runtime's process, where it tells them. */
  readonly rssBytes?: number | undefined;
}

export interface RuntimeListener {
  /** The runtime asks for an event: for the first time when it is initialised. */
  onNext(): void;
  onInitError(payload: Buffer): void;
  onAnswer(answer: RuntimeAnswer): void;
}

export interface RuntimeApiOptions {
  readonly about: ExtensionsOf;
  readonly telemetry: Telemetry;
  /** Hears what becomes of extensions. */
  readonly onState: (state: ExtensionState) => void;
}

const RUNTIME = '/2018-06-01/runtime/';
const EXTENSION = '/2020-01-01/extension/';
const TELEMETRY = '/2022-07-01/telemetry';
const LOGS = '/2020-08-15/logs';

/**
 * AWS's Lambda Runtime API, with the Extensions and Telemetry APIs beside it, for one execution environment
 * (Lambda Developer Guide, runtimes-api, runtimes-extensions-api and telemetry-api). Runtimes of every language speak it, AWS's own
 * clients among them.
 */
export class RuntimeApi {
  readonly extensions: Extensions;
  readonly telemetry: Telemetry;
  /** `127.0.0.1:port`, what AWS_LAMBDA_RUNTIME_API says. */
  readonly address: string;
  readonly #server: Server;
  #listener: RuntimeListener | undefined;
  #waiting: ServerResponse | undefined;
  #queued: RuntimeEvent | undefined;
  #running: RuntimeEvent | undefined;

  private constructor(server: Server, port: number, {about, telemetry, onState}: RuntimeApiOptions) {
    this.#server = server;
    this.address = `${loopback}:${port}`;
    this.extensions = new Extensions(about, onState);
    this.telemetry = telemetry;
  }

  static async listen(options: RuntimeApiOptions): Promise<RuntimeApi> {
    // A runtime waits for its next event as long as it takes.
    const server = createServer({keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0});
    server.listen(0, loopback);
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The Runtime API listens on no TCP port.');
    return new RuntimeApi(server, address.port, options);
  }

  /** Answers from now on. */
  serve(listener: RuntimeListener): void {
    this.#listener = listener;
    this.#server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void this.#respond(request, response).catch(() => response.destroy());
    });
  }

  /** Hands the event to the runtime, now or when it next asks for one. */
  give(event: RuntimeEvent): void {
    this.extensions.invoke(event);
    if (this.#waiting) this.#send(this.#waiting, event);
    else this.#queued = event;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path.startsWith(RUNTIME)) return this.#runtime(request, response, path.slice(RUNTIME.length));
    if (path.startsWith(EXTENSION)) return this.extensions.respond(request, response, path.slice(EXTENSION.length));
    if (path === TELEMETRY && request.method === 'PUT') return this.#subscribe(request, response);
    // The Logs API, its predecessor. What AWS's own emulator answers: extensions go on without it.
    if (path === LOGS) return refuse(response, 202, 'Logs.NotSupported', 'Logs API is not supported');
    return refuse(response, 404, 'NotFound', `No ${request.method} ${path} in the Runtime API.`);
  }

  async #subscribe(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = this.extensions.nameOf(request, response);
    if (name !== undefined) await this.telemetry.subscribe(name, request, response);
  }

  async #runtime(request: IncomingMessage, response: ServerResponse, resource: string): Promise<void> {
    if (request.method === 'GET' && resource === 'invocation/next') return this.#next(response);
    const {onChunk} = this.#running ?? {};
    if (onChunk && isStreamed(request)) request.on('data', (chunk: Buffer) => onChunk(chunk, contentTypeOf(request)));
    const body = await bodyOf(request);
    if (request.method !== 'POST') return refuse(response, 404, 'NotFound', `No ${resource} in the Runtime API.`);
    if (resource === 'init/error') {
      accept(response);
      return this.#listener?.onInitError(body);
    }
    const [, requestId = '', outcome] = /^invocation\/([^/]+)\/(response|error)$/.exec(resource) ?? [];
    if (outcome === undefined) return refuse(response, 404, 'NotFound', `No ${resource} in the Runtime API.`);
    if (requestId !== this.#running?.requestId) return refuse(response, 400, 'InvalidRequestID', 'Invalid request ID');
    this.#running = undefined;
    accept(response);
    this.#listener?.onAnswer(toAnswer(request, requestId, outcome, body));
  }

  #next(response: ServerResponse): void {
    this.#waiting = response;
    response.once('close', () => {
      if (this.#waiting === response) this.#waiting = undefined;
    });
    this.#listener?.onNext();
    const queued = this.#queued;
    this.#queued = undefined;
    if (queued && this.#waiting) this.#send(this.#waiting, queued);
  }

  #send(response: ServerResponse, event: RuntimeEvent): void {
    this.#waiting = undefined;
    this.#running = event;
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': event.payload.length,
      'lambda-runtime-aws-request-id': event.requestId,
      'lambda-runtime-deadline-ms': String(event.deadlineMs),
      'lambda-runtime-invoked-function-arn': event.invokedArn,
      'lambda-runtime-trace-id': event.traceId,
      ...(event.clientContext === undefined ? {} : {'lambda-runtime-client-context': event.clientContext}),
    });
    response.end(event.payload);
  }
}

// By its events: this is the way of every invocation, and what streams offer besides costs as much as all the rest.
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(request, 'end');
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

function toAnswer(request: IncomingMessage, requestId: string, outcome: string, body: Buffer): RuntimeAnswer {
  const {headers, trailers} = request;
  const rss = Number(headers['sandbox-rss-bytes']);
  // A stream that breaks off says so behind its body (Lambda Developer Guide, runtimes-custom).
  const broken = trailers['lambda-runtime-function-error-body'];
  return {
    requestId,
    payload: broken === undefined ? body : Buffer.from(String(broken), 'base64'),
    failed: outcome === 'error' || broken !== undefined,
    contentType: contentTypeOf(request),
    streamed: isStreamed(request),
    ...(Number.isFinite(rss) ? {rssBytes: rss} : {}),
  };
}

function isStreamed({headers}: IncomingMessage): boolean {
  return headers['lambda-runtime-function-response-mode'] === 'streaming';
}

function contentTypeOf({headers}: IncomingMessage): string {
  return headers['content-type'] ?? 'application/octet-stream';
}

/** 202, as the Runtime API takes answers. */
export function accept(response: ServerResponse): void {
  reply(response, 202, {status: 'OK'});
}

export function refuse(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  reply(response, status, {errorMessage, errorType});
}

function reply(response: ServerResponse, status: number, body: object): void {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {'content-type': 'application/json', 'content-length': text.length});
  response.end(text);
}
