import {createServer, type IncomingMessage, type ServerResponse, request as sendRequest} from 'node:http';
import type {AddressInfo} from 'node:net';
import {buffer} from 'node:stream/consumers';
import {setTimeout as sleep} from 'node:timers/promises';
import {type Fault, REFUSALS} from './fault.js';
import {operationName, signedRegion} from './operation-name.js';

/** What is to happen to the calls of one run. */
export interface Script {
  readonly faults: readonly Fault[];
  /** Carries out what another person or tool does just before a call. */
  readonly otherWriter?: () => Promise<void>;
  /** Hears of every call, before anything happens to it: to send signals at any of them. */
  readonly onCall?: (operation: string, count: number) => void;
  /** Puts another body in the place of the answer's, which is carried out. */
  readonly answer?: (body: Buffer, operation: string) => Buffer;
}

interface Run {
  readonly script: Script;
  count: number;
  readonly byOperation: Map<string, number>;
  /** Faults that have happened. */
  readonly happened: string[];
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

const HTML = '<!doctype html><html><body><h1>Sign in to continue</h1></body></html>';
const TRICKLE_MS = 200;

/**
 * Stands between the tool and a sandbox, plain HTTP over loopback, and lets go wrong what a script says. A run is named by
 * the region its requests are signed for, so that many share one proxy; the sandbox sees its own region.
 */
export class FaultProxy {
  readonly #runs = new Map<string, Run>();
  readonly #server = createServer((request, response) => {
    this.#serve(request, response).catch(() => request.socket.destroy());
  });
  readonly #late = new Set<Promise<unknown>>();
  readonly #upstream: URL;
  readonly #region: string;

  private constructor(upstream: string, region: string) {
    this.#upstream = new URL(upstream);
    this.#region = region;
  }

  static async start({endpoint, region}: {readonly endpoint: string; readonly region: string}): Promise<FaultProxy> {
    const proxy = new FaultProxy(endpoint, region);
    proxy.#server.keepAliveTimeout = 120_000;
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From now on the calls of the run go by this script, counted from 1. */
  begin(run: string, script: Script): void {
    this.#runs.set(run, {script, count: 0, byOperation: new Map(), happened: []});
  }

  /** The faults of a run that have happened, such as `reset-after UpdateAlias`. */
  happened(run: string): readonly string[] {
    return this.#runs.get(run)?.happened ?? [];
  }

  /** Resolves when every late effect has come about. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#late);
  }

  async close(): Promise<void> {
    await this.settled();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const {method = 'GET', url = '/', headers} = request;
    const operation = operationName(method, url.replace(/\?.*$/, ''), headers);
    const fault = this.#next(signedRegion(headers) ?? '', operation);
    const forward = () => this.#forward(request, body);
    if (fault?.kind === 'delay') await sleep(fault.delayMs ?? 80);
    if (fault?.kind === 'other-writer') await this.#runs.get(signedRegion(headers) ?? '')?.script.otherWriter?.();
    if (!fault || fault.kind === 'delay' || fault.kind === 'other-writer') {
      const given = await forward();
      const change = this.#runs.get(signedRegion(headers) ?? '')?.script.answer;
      return send(response, change ? {...given, body: change(given.body, operation)} : given);
    }
    switch (fault.kind) {
      case 'reset-before':
        request.socket.destroy();
        return;
      case 'reset-after':
        await forward();
        request.socket.destroy();
        return;
      case 'truncate':
      case 'trickle':
        return sendSlowly(response, await forward(), fault.kind);
      case 'html':
        response.writeHead(200, {'content-type': 'text/html'}).end(HTML);
        return;
      case 'server-error-after':
        await forward();
        return refuse(response, fault);
      case 'late-effect':
        request.socket.destroy();
        this.#late.add(sleep(fault.delayMs ?? 80).then(forward));
        return;
      default:
        return refuse(response, fault);
    }
  }

  #next(name: string, operation: string): Fault | undefined {
    const run = this.#runs.get(name);
    if (!run) return undefined;
    run.count += 1;
    const ofOperation = (run.byOperation.get(operation) ?? 0) + 1;
    run.byOperation.set(operation, ofOperation);
    run.script.onCall?.(operation, run.count);
    const fault = run.script.faults.find(({operation: aimed, nth, count = 1, afterAnother}) => {
      if (afterAnother && run.happened.length === 0) return false;
      const at = aimed === undefined ? run.count : ofOperation;
      return (aimed === undefined || aimed === operation) && at >= nth && at < nth + count;
    });
    if (fault) run.happened.push(`${fault.kind} ${operation}`);
    return fault;
  }

  #forward({method, url, headers}: IncomingMessage, body: Buffer): Promise<Answer> {
    const authorization = headers.authorization?.replace(/(Credential=[^/]+\/\d+\/)[^/]+/, `$1${this.#region}`);
    return new Promise((resolve, reject) => {
      const {hostname, port} = this.#upstream;
      const own = {...headers, connection: 'close', ...(authorization !== undefined && {authorization})};
      const sent = sendRequest({hostname, port, method, path: url, headers: own}, (answer) => {
        buffer(answer).then(
          (whole) => resolve({status: answer.statusCode ?? 502, headers: answer.headers, body: whole}),
          reject,
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

function send(response: ServerResponse, {status, headers, body}: Answer): void {
  const {connection: _, ...kept} = headers;
  response.writeHead(status, {...kept, 'content-length': String(body.length)}).end(body);
}

function sendSlowly(response: ServerResponse, answer: Answer, kind: 'truncate' | 'trickle'): void {
  const {connection: _, ...kept} = answer.headers;
  const length = Math.max(answer.body.length, 1000);
  response.writeHead(answer.status, {
    ...kept,
    'content-length': String(kind === 'trickle' ? length : answer.body.length + 1),
  });
  if (kind === 'truncate') {
    response.write(answer.body.subarray(0, answer.body.length / 2), () => response.socket?.destroy());
    return;
  }
  const timer = setInterval(() => response.write(' '), TRICKLE_MS);
  response.on('close', () => clearInterval(timer));
}

function refuse(response: ServerResponse, {kind}: Fault): void {
  const [status, name, message] = REFUSALS[kind] ?? [500, 'ServiceException', 'no'];
  response.writeHead(status, {'content-type': 'application/json', 'x-amzn-errortype': name});
  response.end(JSON.stringify({Type: status < 500 ? 'User' : 'Service', message}));
}
