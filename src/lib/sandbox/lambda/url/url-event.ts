import type {SandboxRequest} from '../../service.js';
import type {FunctionUrl} from '../state.js';
import type {LambdaWorld} from '../world.js';

const textual = /^(text\/|application\/(json|xml|javascript|x-www-form-urlencoded))/;

/** A request to a function URL as its function gets it (Lambda Developer Guide, urls-invocation). */
export function urlEvent(world: LambdaWorld, url: FunctionUrl, request: SandboxRequest): Record<string, unknown> {
  const headers = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined || name === 'cookie' ? [] : [[name, Array.isArray(value) ? value.join(',') : value]],
    ),
  );
  const cookies = request.headers.cookie?.split(/; */);
  const domainName = String(request.headers.host ?? '').replace(/:\d+$/, '');
  const isText = textual.test(request.headers['content-type'] ?? '');
  const query = [...request.query.keys()].map((name) => [name, request.query.getAll(name).join(',')]);
  const path = request.path === '' ? '/' : decodeURI(request.path);
  const nowMs = world.clock.now();
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: request.query.toString(),
    ...(cookies && {cookies}),
    headers: {...headers, 'x-forwarded-proto': 'https', 'x-forwarded-port': '443', 'x-forwarded-for': '127.0.0.1'},
    ...(query.length > 0 && {queryStringParameters: Object.fromEntries(query)}),
    requestContext: {
      accountId: url.authType === 'AWS_IAM' ? request.accountId : 'anonymous',
      apiId: url.id,
      domainName,
      domainPrefix: url.id,
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: request.requestId,
      routeKey: '$default',
      stage: '$default',
      time: clfTime(nowMs),
      timeEpoch: Math.floor(nowMs),
    },
    ...(request.body.length > 0 && {body: request.body.toString(isText ? 'utf8' : 'base64')}),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
}

// `26/Nov/2026:19:58:23 +0000`.
function clfTime(epochMs: number): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(epochMs).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
