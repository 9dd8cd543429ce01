import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {UsageError} from '../errors.js';
import {readRequest, UnreadableBody} from './http-request.js';
import type {Place} from './place.js';
import type {SandboxRequest, SandboxResponse} from './service.js';

export interface HttpServerOptions {
  /** 0 = any free port. */
  readonly port: number;
  /** Where unsigned requests go. */
  readonly home: Place;
  /** `undefined` breaks the connection. An exception is a bug of the sandbox: it becomes a 500 and goes to `onBug`. */
  readonly answer: (request: SandboxRequest) => Promise<SandboxResponse | undefined>;
  readonly onBug: (error: unknown) => void;
}

export interface HttpServer {
  readonly port: number;
  close(): Promise<void>;
}

/** The one address the sandbox listens on: handler code and uploads are nobody else's business. */
export const loopback = '127.0.0.1';

/** Listens on loopback. `Expect: 100-continue` is answered by Node.js itself. Throws UsageError when the port is taken or not for this user. */
export async function listen(options: HttpServerOptions): Promise<HttpServer> {
  const server = createServer((incoming, outgoing) => {
    void respond(options, incoming, outgoing).catch((error: unknown) => {
      options.onBug(error);
      outgoing.destroy();
    });
  });
  // Clients keep connections for minutes; Node.js would close them after 5 s, now and then in the face of a request.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(unusablePort(error, options.port)));
    server.listen(options.port, loopback, resolve);
  });
  return {port: portOf(server), close: () => close(server)};
}

function unusablePort(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return error;
  const why = error.code === 'EADDRINUSE' ? 'is taken by another process' : 'needs more rights than this user has';
  return new UsageError(`Port ${port} of ${loopback} ${why}.`, {
    code: 'PORT_UNUSABLE',
    suggestions: ['Name another port with --port, or let the system choose one: --port 0'],
    cause: error,
  });
}

async function respond(options: HttpServerOptions, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  let request: SandboxRequest;
  try {
    request = await readRequest(incoming, options.home);
  } catch (error) {
    // The client went away in the middle of its request: nobody is left to answer.
    if (incoming.destroyed && !incoming.complete) return;
    if (!(error instanceof UnreadableBody)) throw error;
    return write(outgoing, 'GET', '-', {status: 400, body: error.message});
  }
  const answer = await answerOrBug(options, request);
  if (answer?.stream) await send(outgoing, request.requestId, answer, answer.stream);
  else if (answer) write(outgoing, request.method, request.requestId, answer);
  else outgoing.destroy();
}

async function answerOrBug(options: HttpServerOptions, request: SandboxRequest): Promise<SandboxResponse | undefined> {
  try {
    return await options.answer(request);
  } catch (error) {
    options.onBug(error);
    return {
      status: 500,
      headers: {'content-type': 'application/json', 'x-amzn-errortype': 'SandboxBug'},
      body: JSON.stringify({message: 'The sandbox failed; its output says why. This is not an answer AWS would give.'}),
    };
  }
}

function write(outgoing: ServerResponse, method: string, requestId: string, response: SandboxResponse): void {
  const body = Buffer.from(response.body ?? '');
  const hasBody = response.status !== 204 && response.status !== 304;
  outgoing.writeHead(response.status, {
    'x-amzn-requestid': requestId,
    // A HEAD response names the length of the body that it does not send.
    ...(hasBody && method !== 'HEAD' ? {'content-length': body.length} : {}),
    ...response.headers,
    ...(response.cookies ? {'set-cookie': [...response.cookies]} : {}),
  });
  outgoing.end(hasBody && method !== 'HEAD' ? body : undefined);
}

async function send(
  outgoing: ServerResponse,
  requestId: string,
  {status, headers}: SandboxResponse,
  stream: Readable,
): Promise<void> {
  outgoing.writeHead(status, {'x-amzn-requestid': requestId, ...headers});
  try {
    await pipeline(stream, outgoing);
  } catch (error) {
    // A client that goes away before the end misses the rest of it.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sandbox listens on no TCP port.');
  return address.port;
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
