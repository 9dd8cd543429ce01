import {buffer} from 'node:stream/consumers';
import {HttpRequest} from '@smithy/core/protocols';
import {BoundedHandler} from './bounded-handler.js';
import {DOWNLOAD_MS, ORDINARY} from './limits.js';
import {Transport} from './transport.js';

/** What an address that AWS has handed out answers, over the same connections as calls of AWS; within a quarter of an hour. */
export async function download(
  address: string,
  environment: {readonly [name: string]: string | undefined},
  signal?: AbortSignal,
): Promise<{readonly status: number; readonly body: Uint8Array}> {
  const {protocol, hostname, port, pathname, searchParams} = new URL(address);
  const handler = new BoundedHandler(new Transport(environment, ORDINARY.idleMs), DOWNLOAD_MS);
  const request = new HttpRequest({
    method: 'GET',
    protocol,
    hostname,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: {host: new URL(address).host},
    ...(port !== '' && {port: Number(port)}),
  });
  try {
    const {response} = await handler.handle(request, {...(signal && {abortSignal: signal})});
    return {status: response.statusCode, body: await buffer(response.body)};
  } finally {
    handler.destroy();
  }
}
