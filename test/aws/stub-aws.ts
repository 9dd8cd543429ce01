import {createServer, type IncomingHttpHeaders} from 'node:http';
import type {AddressInfo} from 'node:net';
import {onTestFinished, vi} from 'vitest';
import {AwsClients, type ClientOptions} from '../../src/lib/aws/clients.js';

export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * `undefined` breaks the connection without an answer, `truncate` in the middle of one; `hang` never answers, `trickle`
 * never ends: a byte every 20 ms.
 */
type StubAnswer =
  | {readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown}
  | 'hang'
  | 'trickle'
  | 'truncate'
  | undefined;

/**
 * An endpoint that answers what the test says, and clients that find it as users' do: through AWS_ENDPOINT_URL. Bodies that
 * are no text are sent as JSON. Ends with the test.
 */
export async function stubAws(
  answer: (request: StubRequest, count: number) => StubAnswer,
  options: ClientOptions = {region: 'eu-west-1'},
) {
  const requests: StubRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', 'http://stub');
      const {method = '', headers} = incoming;
      const request = {method, path: url.pathname, query: url.searchParams, headers, body: Buffer.concat(chunks)};
      requests.push(request);
      const given = answer(request, requests.length);
      if (given === 'hang') return;
      if (given === 'trickle' || given === 'truncate') {
        response.writeHead(200, {'content-type': 'application/json', 'x-amzn-requestid': 'req-1'});
        response.write('{');
        const timer = setInterval(() => (given === 'trickle' ? response.write(' ') : incoming.socket.destroy()), 20);
        response.on('close', () => clearInterval(timer));
        return;
      }
      if (given === undefined) {
        incoming.socket.destroy();
        return;
      }
      response.writeHead(given.status, {
        'content-type': 'application/json',
        'x-amzn-requestid': 'req-1',
        ...given.headers,
      });
      response.end(isSentAsItIs(given.body) ? given.body : JSON.stringify(given.body));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stubEnvironment({AWS_ENDPOINT_URL: url});
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {url, requests, clients: new AwsClients(options)};
}

/** Nothing of this machine's AWS settings, and these on top; until the test ends. */
export function stubEnvironment(environment: Readonly<Record<string, string>>): void {
  const clean = {
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const proxies = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
  const own = [
    'AWS_PROFILE',
    'AWS_REGION',
    'AWS_DEFAULT_REGION',
    'AWS_SESSION_TOKEN',
    'AWS_ENDPOINT_URL',
    'AWS_CA_BUNDLE',
  ];
  for (const name of [...own, ...proxies]) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries({...clean, ...environment})) vi.stubEnv(name, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}

function isSentAsItIs(body: unknown): body is string | Buffer | undefined {
  return body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
}

/** How Lambda answers with an error: the name in a header, the text in the body. */
export function lambdaError(status: number, name: string, message: string): StubAnswer {
  return {status, headers: {'x-amzn-errortype': name}, body: {Type: 'User', message}};
}
