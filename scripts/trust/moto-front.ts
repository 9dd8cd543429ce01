import {createServer, type IncomingMessage, request, type ServerResponse} from 'node:http';
import {type Sandbox, startSandbox} from '../../src/lib/sandbox/start.js';

/** The account moto's tests expect to be in. */
const ACCOUNT_ID = '123456789012';
/** Services whose calls are the sandbox's; the roles, queues and tables around them are moto's own. */
const OURS = ['lambda', 'logs', 's3', 'sts', 'monitoring', 'events', 'scheduler', 'ssm'];
const RESET = '/moto-api/reset';

export interface MotoFront extends AsyncDisposable {
  readonly endpoint: string;
}

/** One endpoint for moto's tests: a sandbox for the services it has, moto's own server at `motoPort` for all others. A reset, which each test begins with, empties both. */
export async function openMotoFront(motoPort: number): Promise<MotoFront> {
  const open = (): Promise<Sandbox> =>
    startSandbox({accountId: ACCOUNT_ID, updateDelayMs: 0, requestsPerSecond: 0, acceptAnyRuntime: true});
  let sandbox = await open();
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      if (incoming.url?.startsWith(RESET)) {
        await sandbox.close();
        sandbox = await open();
      }
      forward(incoming, outgoing, OURS.includes(serviceOf(incoming)) ? sandbox.port : motoPort);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The front listens on no port.');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await sandbox.close();
    },
  };
}

function serviceOf({headers, url}: IncomingMessage): string {
  const scope = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '');
  if (scope?.[1] !== undefined) return scope[1];
  return url?.startsWith('/moto-api/') === true ? 'moto' : 'lambda';
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, port: number): void {
  const {method, url: path, headers} = incoming;
  const onwards = request({host: '127.0.0.1', port, method, path, headers}, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onwards.on('error', (error) => {
    outgoing.writeHead(502);
    outgoing.end(error.message);
  });
  incoming.pipe(onwards);
}
