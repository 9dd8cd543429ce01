import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';

const ACCOUNT_LIMIT = 1000;

/** The few answers of Lambda that reserved concurrency needs, over HTTP, with the reservations it holds. */
export async function startLambdaEndpoint(reservations: Map<string, number>) {
  const writes: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const name = /\/functions\/([^/]+)\/concurrency$/.exec(request.url ?? '')?.[1] ?? '';
    const reserved = () => {
      const value = reservations.get(name);
      return value === undefined ? {} : {ReservedConcurrentExecutions: value};
    };
    const answer = (body: object, status = 200) => {
      response.writeHead(status, {'content-type': 'application/json'}).end(status === 204 ? '' : JSON.stringify(body));
    };
    if (request.url?.includes('/account-settings')) {
      const held = [...reservations.values()].reduce((sum, value) => sum + value, 0);
      answer({
        AccountLimit: {ConcurrentExecutions: ACCOUNT_LIMIT, UnreservedConcurrentExecutions: ACCOUNT_LIMIT - held},
      });
    } else if (request.method === 'PUT') {
      const {ReservedConcurrentExecutions: value} = JSON.parse(Buffer.concat(chunks).toString()) as {
        ReservedConcurrentExecutions: number;
      };
      writes.push(`put ${name} ${value}`);
      reservations.set(name, value);
      answer(reserved());
    } else if (request.method === 'DELETE') {
      writes.push(`delete ${name}`);
      reservations.delete(name);
      answer({}, 204);
    } else {
      answer(reserved());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    writes,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
