import {randomUUID} from 'node:crypto';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {json} from 'node:stream/consumers';
import type {RuntimeEvent} from './runtime-event.js';

/** What registration tells an extension about the function it is beside. */
export interface ExtensionsOf {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly handler: string;
  readonly accountId: string;
}

/** What becomes of an extension, as the platform tells it. */
export interface ExtensionState {
  readonly name: string;
  readonly state: 'Ready' | 'Failed' | 'LaunchError';
  readonly events: readonly string[];
  readonly errorType?: string;
}

interface Extension {
  readonly name: string;
  readonly events: readonly string[];
  /** Its open request for the next event. */
  waiting?: ServerResponse | undefined;
  queued?: object | undefined;
  /** It has asked for an event, so it is initialised. */
  ready: boolean;
}

const EVENTS = ['INVOKE', 'SHUTDOWN'];

/**
 * The extensions of one environment: those that registered, and what they wait for. An environment is initialised, and an
 * invocation is over, only when each of them has asked for its next event.
 */
export class Extensions {
  readonly #about: ExtensionsOf;
  readonly #onState: (state: ExtensionState) => void;
  readonly #registered = new Map<string, Extension>();
  #idle: (() => void)[] = [];

  constructor(about: ExtensionsOf, onState: (state: ExtensionState) => void) {
    this.#about = about;
    this.#onState = onState;
  }

  get count(): number {
    return this.#registered.size;
  }

  /** Resolves when all that were started, `expected` of them, are registered and wait for an event. */
  async settled(expected: number): Promise<void> {
    while (!this.#settled(expected)) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  invoke({deadlineMs, requestId, invokedArn, traceId}: RuntimeEvent): void {
    const tracing = {type: 'X-Amzn-Trace-Id', value: traceId};
    this.#tell('INVOKE', {eventType: 'INVOKE', deadlineMs, requestId, invokedFunctionArn: invokedArn, tracing});
  }

  /** Tells those that asked for it; true when there are any. */
  shutdown(shutdownReason: string, deadlineMs: number): boolean {
    return this.#tell('SHUTDOWN', {eventType: 'SHUTDOWN', shutdownReason, deadlineMs});
  }

  async respond(request: IncomingMessage, response: ServerResponse, resource: string): Promise<void> {
    if (request.method === 'POST' && resource === 'register') return this.#register(request, response);
    const extension = this.#identified(request, response);
    if (!extension) return;
    if (request.method === 'GET' && resource === 'event/next') return this.#next(extension, response);
    if (request.method === 'POST' && /^(init|exit)\/error$/.test(resource)) {
      const type = header(request, 'lambda-extension-function-error-type') ?? 'Extension.UnknownReason';
      this.#onState({name: extension.name, state: 'Failed', events: extension.events, errorType: type});
      return reply(response, 202, {status: 'OK'});
    }
    return refuse(response, 'Extension.NotFound', `No ${resource} in the Extensions API.`, 404);
  }

  /** The name of the extension that asks; refused, and undefined, when it is none. */
  nameOf(request: IncomingMessage, response: ServerResponse): string | undefined {
    return this.#identified(request, response)?.name;
  }

  #identified(request: IncomingMessage, response: ServerResponse): Extension | undefined {
    const id = header(request, 'lambda-extension-identifier');
    const extension = this.#registered.get(id ?? '');
    if (extension) return extension;
    if (id === undefined) refuse(response, 'Extension.MissingHeader', 'Missing Lambda-Extension-Identifier header');
    else refuse(response, 'Extension.UnknownExtensionIdentifier', 'Unknown extension');
    return undefined;
  }

  async #register(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = header(request, 'lambda-extension-name');
    const body: unknown = await json(request).catch(() => undefined);
    const events = eventsOf(body);
    if (name === undefined) return refuse(response, 'Extension.MissingHeader', 'Missing Lambda-Extension-Name header');
    if (!events?.every((event) => EVENTS.includes(event))) {
      return refuse(response, 'Extension.InvalidEventType', `Events must be of ${EVENTS.join(', ')}.`, 400);
    }
    const id = randomUUID();
    this.#registered.set(id, {name, events, ready: false});
    const {accountId, ...about} = this.#about;
    const wantsAccount = header(request, 'lambda-extension-accept-feature')?.includes('accountId');
    reply(response, 200, {...about, ...(wantsAccount && {accountId})}, {'lambda-extension-identifier': id});
  }

  #next(extension: Extension, response: ServerResponse): void {
    if (!extension.ready) this.#onState({name: extension.name, state: 'Ready', events: extension.events});
    extension.ready = true;
    extension.waiting = response;
    response.once('close', () => {
      if (extension.waiting === response) extension.waiting = undefined;
    });
    if (extension.queued) send(extension, extension.queued);
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #settled(expected: number): boolean {
    const all = [...this.#registered.values()];
    return all.length >= expected && all.every(({ready, waiting, events}) => ready && (waiting || events.length === 0));
  }

  #tell(type: string, event: object): boolean {
    const interested = [...this.#registered.values()].filter(({events}) => events.includes(type));
    for (const extension of interested) {
      if (extension.waiting) send(extension, event);
      else extension.queued = event;
    }
    return interested.length > 0;
  }
}

function send(extension: Extension, event: object): void {
  const {waiting} = extension;
  extension.waiting = undefined;
  extension.queued = undefined;
  if (waiting) reply(waiting, 200, event, {'lambda-extension-event-identifier': randomUUID()});
}

function eventsOf(body: unknown): readonly string[] | undefined {
  if (typeof body !== 'object' || body === null || !('events' in body)) return [];
  return Array.isArray(body.events) ? body.events.map(String) : undefined;
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function refuse(response: ServerResponse, errorType: string, errorMessage: string, status = 403): void {
  reply(response, status, {errorMessage, errorType});
}

function reply(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {'content-type': 'application/json', 'content-length': text.length, ...headers});
  response.end(text);
}
