import {readFile} from 'node:fs/promises';
import {Agent} from 'node:https';
import {NodeHttpHandler, type NodeHttpHandlerOptions} from '@smithy/node-http-handler';
import {messageOf} from '../../model/text/message-of.js';
import {newAwsError} from '../error/mapping.js';
import {silence} from '../silence.js';
import {CONNECTION_MS} from './limits.js';
import {mayNeedProxy, proxyFor} from './proxy-rules.js';

type Environment = {readonly [name: string]: string | undefined};

export interface Destination {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
}

/**
 * Connections to AWS as the environment asks for them: through a proxy (HTTPS_PROXY, HTTP_PROXY, NO_PROXY), and with the
 * certificate authorities of AWS_CA_BUNDLE in place of Node's own. Every transport has connections of its own: what hangs
 * in one takes no place in another.
 */
export class Transport {
  readonly #environment: Environment;
  readonly #idleMs: number;
  readonly #handlers = new Map<string, Promise<NodeHttpHandler>>();

  constructor(environment: Environment, idleMs: number) {
    this.#environment = environment;
    this.#idleMs = idleMs;
  }

  /** The proxy a request goes through. Throws AwsError PROXY_FAILED. */
  proxyFor(destination: Destination): URL | undefined {
    return mayNeedProxy(this.#environment) ? proxyFor(destination, this.#environment) : undefined;
  }

  /** What sends a request there. Throws AwsError PROXY_FAILED, or CA_BUNDLE_UNREADABLE. */
  handlerFor(destination: Destination): Promise<NodeHttpHandler> {
    const proxy = this.proxyFor(destination);
    const key = proxy?.href ?? '';
    const handler = this.#handlers.get(key) ?? this.#create(proxy);
    this.#handlers.set(key, handler);
    return handler;
  }

  destroy(): void {
    for (const handler of this.#handlers.values()) {
      handler.then(
        (made) => made.destroy(),
        () => undefined,
      );
    }
  }

  async #create(proxy: URL | undefined): Promise<NodeHttpHandler> {
    const ca = await readBundle(this.#environment.AWS_CA_BUNDLE);
    const trust = ca === undefined ? {} : {ca};
    return new NodeHttpHandler({
      connectionTimeout: CONNECTION_MS,
      socketTimeout: this.#idleMs,
      logger: silence,
      ...(proxy ? await throughProxy(proxy, trust) : ca !== undefined && {httpsAgent: new Agent({...KEPT, ca})}),
    });
  }
}

const KEPT = {keepAlive: true, maxSockets: 50};

/** Loaded only where a proxy is used: most processes never need it. */
async function throughProxy(proxy: URL, trust: {readonly ca?: string}): Promise<NodeHttpHandlerOptions> {
  const {proxyAgents} = await import('./proxy-agents.js');
  return proxyAgents(proxy, trust);
}

async function readBundle(file: string | undefined): Promise<string | undefined> {
  if (!file) return undefined;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const said = messageOf(error);
    throw newAwsError('CA_BUNDLE_UNREADABLE', {action: 'connect', subject: file}, said);
  }
}
