import {HttpRequest} from '@smithy/core/protocols';
import type {WebhookPort} from '../../ports/rollout/notices.js';
import {BoundedHandler} from './bounded-handler.js';
import {Transport} from './transport.js';

/** Of one request, to the last byte of the answer. */
const ATTEMPT_MS = 5_000;

interface Environment {
  readonly [name: string]: string | undefined;
}

/**
 * Webhooks over HTTP, through the proxies and with the certificate authorities that calls of AWS use. Its errors say what
 * went wrong by a status or by a code: texts of Node name the host, and the address is a secret.
 */
export class HttpWebhook implements WebhookPort {
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  async post(address: string, body: object, signal?: AbortSignal): Promise<void> {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (url?.protocol !== 'https:' && url?.protocol !== 'http:') throw new Error('the webhook is no http address.');
    const handler = new BoundedHandler(new Transport(this.#environment, ATTEMPT_MS), ATTEMPT_MS);
    try {
      const {response} = await handler.handle(toRequest(url, body), {...(signal && {abortSignal: signal})});
      const {statusCode} = response;
      if (statusCode < 200 || statusCode > 299) throw new WebhookError(`the webhook answered ${statusCode}.`);
    } catch (error) {
      if (error instanceof WebhookError) throw error;
      throw new WebhookError(`the webhook could not be reached (${codeOf(error)}).`);
    } finally {
      handler.destroy();
    }
  }
}

class WebhookError extends Error {}

function toRequest(url: URL, body: object): HttpRequest {
  const {protocol, hostname, port, pathname, searchParams, host, username, password} = url;
  const text = JSON.stringify(body);
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return new HttpRequest({
    method: 'POST',
    protocol,
    hostname,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: {
      host,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
      ...(username !== '' && {authorization: `Basic ${Buffer.from(user).toString('base64')}`}),
    },
    body: text,
    ...(port !== '' && {port: Number(port)}),
  });
}

function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
