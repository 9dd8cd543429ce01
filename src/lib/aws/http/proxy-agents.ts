import type {Agent} from 'node:http';
import {HttpProxyAgent} from 'http-proxy-agent';
import {HttpsProxyAgent} from 'https-proxy-agent';
import {newAwsError} from '../error/mapping.js';
import {shownProxy} from './proxy-rules.js';

interface AgentOptions {
  /** PEM of the certificate authorities to trust, for AWS and for a proxy that speaks TLS. */
  readonly ca?: string;
}

/** The library trusts `ca` for the proxy only; AWS behind it has to be trusted by the same. */
class TunnelAgent extends HttpsProxyAgent<string> {
  readonly #ca: string | undefined;

  constructor(proxy: URL, {ca, ...options}: typeof POOL & AgentOptions) {
    super(proxy, {...options, ...(ca !== undefined && {ca})});
    this.#ca = ca;
  }

  override connect(...[request, options]: Parameters<HttpsProxyAgent<string>['connect']>) {
    return super.connect(request, {...options, ...(this.#ca !== undefined && {ca: this.#ca})});
  }
}

const POOL = {keepAlive: true, maxSockets: 50};

/**
 * The agents that reach AWS through a proxy: a tunnel for https, requests with the whole address for http. A proxy that
 * refuses the tunnel ends the request with AwsError PROXY_FAILED.
 */
export function proxyAgents(proxy: URL, options: AgentOptions): {httpAgent: Agent; httpsAgent: Agent} {
  const httpsAgent = new TunnelAgent(proxy, {...POOL, ...options});
  httpsAgent.on('proxyConnect', ({statusCode, statusText}, request) => {
    if (statusCode === 200) return;
    const call = {action: 'connect', subject: request.host};
    const said = `${shownProxy(proxy)} refused the connection to ${request.host}: ${statusCode} ${statusText}`.trim();
    request.destroy(newAwsError('PROXY_FAILED', call, said, {proxyStatus: statusCode}));
  });
  return {httpAgent: new HttpProxyAgent(proxy, {...POOL, ...options}), httpsAgent};
}
