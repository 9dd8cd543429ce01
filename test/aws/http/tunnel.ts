import {execFile} from 'node:child_process';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer as createHttpServer, type Server} from 'node:http';
import {createServer as createHttpsServer} from 'node:https';
import {type AddressInfo, connect, type Socket} from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {onTestFinished} from 'vitest';

const run = promisify(execFile);
/** What the certificate is good for: AWS's own hosts, as a company's proxy that opens TLS would sign them. */
const HOSTS = 'DNS:*.eu-west-1.amazonaws.com,DNS:localhost,IP:127.0.0.1';

export interface Authority {
  /** PEM of the authority: what AWS_CA_BUNDLE names. */
  readonly caFile: string;
  readonly key: Buffer;
  readonly cert: Buffer;
}

/** A certificate authority nobody knows, and a certificate of its for AWS; made by openssl, gone with the test. */
export async function makeAuthority(): Promise<Authority> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lambda-release-tls-'));
  onTestFinished(() => rm(folder, {recursive: true}));
  const file = (name: string) => path.join(folder, name);
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await run('openssl', ['req', '-x509', ...ec, '-subj', '/CN=test', '-keyout', file('ca.key'), '-out', file('ca.pem')]);
  await run('openssl', ['req', '-new', ...ec, '-subj', '/CN=aws', '-keyout', file('aws.key'), '-out', file('aws.csr')]);
  await writeFile(file('extensions'), `subjectAltName=${HOSTS}`);
  const signing = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', '2'];
  const names = ['-in', file('aws.csr'), '-out', file('aws.pem'), '-extfile', file('extensions')];
  await run('openssl', ['x509', '-req', ...signing, ...names]);
  return {caFile: file('ca.pem'), key: await readFile(file('aws.key')), cert: await readFile(file('aws.pem'))};
}

/** Something that answers every request as an alias of AWS's would, over TLS. */
export async function startAws({key, cert}: Authority): Promise<{readonly port: number; readonly hosts: string[]}> {
  const hosts: string[] = [];
  const server = createHttpsServer({key, cert}, (request, response) => {
    hosts.push(request.headers.host ?? '');
    response.writeHead(200, {'content-type': 'application/json'});
    response.end(JSON.stringify({Name: 'live', AliasArn: 'arn:x', FunctionVersion: '7', RevisionId: 'rev-1'}));
  });
  return {port: await listen(server), hosts};
}

interface ProxyOptions {
  /** Where every tunnel ends, whatever host it asks for. */
  readonly port: number;
  /** Refuses the tunnel with this status. */
  readonly refuse?: number;
  /** Speaks TLS itself. */
  readonly tls?: Authority;
}

/** A proxy on loopback; `asked` are the hosts of its tunnels and the addresses of its plain requests. */
export async function startProxy({port, refuse, tls}: ProxyOptions) {
  const asked: string[] = [];
  const authorization: (string | undefined)[] = [];
  const server = tls ? createHttpsServer({key: tls.key, cert: tls.cert}) : createHttpServer();
  server.on('connect', (request, socket, head) => {
    asked.push(request.url ?? '');
    authorization.push(request.headers['proxy-authorization']);
    if (refuse !== undefined) return socket.end(`HTTP/1.1 ${refuse} No\r\ncontent-length: 0\r\n\r\n`);
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    socket.on('error', () => upstream.destroy());
    upstream.on('error', () => socket.destroy());
  });
  server.on('request', (request, response) => {
    asked.push(request.url ?? '');
    authorization.push(request.headers['proxy-authorization']);
    response.writeHead(refuse ?? 200, {'content-type': 'application/json'});
    response.end(JSON.stringify({Name: 'live', AliasArn: 'arn:x', FunctionVersion: '7', RevisionId: 'rev-1'}));
  });
  return {port: await listen(server), asked, authorization};
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A tunnel is no connection of the server's any more: nothing else ends it.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}
