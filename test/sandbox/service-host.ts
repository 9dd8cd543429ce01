import {randomUUID} from 'node:crypto';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {buffer} from 'node:stream/consumers';
import type {SandboxService} from '../../src/lib/sandbox/service.js';

export interface ServiceHost extends AsyncDisposable {
  readonly endpoint: string;
}

/** One service behind a real HTTP server, for clients that know nothing of the sandbox. */
export async function hostService(service: SandboxService): Promise<ServiceHost> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://host');
    const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '');
    const answer = await service.handle({
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: await buffer(request),
      region: scope?.[2] ?? 'us-east-1',
      accountId: '111122223333',
      accessKeyId: scope?.[1],
      signedService: scope?.[3],
      requestId: randomUUID(),
    });
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
