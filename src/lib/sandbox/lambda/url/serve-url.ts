import type {InvocationResult} from '../../invocation.js';
import type {SandboxRequest, SandboxResponse} from '../../service.js';
import {permits} from '../alias/policy-check.js';
import {LambdaFailure} from '../failure.js';
import {routeInvocation} from '../invoke/invocation-target.js';
import type {FunctionUrl, LambdaFunction} from '../state.js';
import type {LambdaWorld} from '../world.js';
import {streamUrl} from './stream-url.js';
import {readUrlAnswer} from './url-answer.js';
import {urlEvent} from './url-event.js';

const FORBIDDEN =
  'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html';

/** The id in `ID.lambda-url.REGION.…`, the host of a function URL; undefined for every other host. */
export function urlIdOf(request: Pick<SandboxRequest, 'headers'>): string | undefined {
  return /^([a-z0-9]+)\.lambda-url\.[a-z0-9-]+\./.exec(String(request.headers.host ?? ''))?.[1];
}

/**
 * Answers what is sent to the function URL `id`, the way Lambda does: the request as an event of version 2.0, the answer
 * read as one. Undefined when no function of this world has the URL.
 */
export async function serveUrl(
  world: LambdaWorld,
  id: string,
  request: SandboxRequest,
): Promise<SandboxResponse | undefined> {
  for (const lambda of world.state.functions.values()) {
    for (const url of lambda.urls.values()) if (url.id === id) return serve(world, lambda, url, request);
  }
  return undefined;
}

async function serve(
  world: LambdaWorld,
  lambda: LambdaFunction,
  url: FunctionUrl,
  request: SandboxRequest,
): Promise<SandboxResponse> {
  const cors = corsOf(url, request);
  if (cors && request.method === 'OPTIONS') return {status: 200, headers: cors};
  if (!isAllowed(lambda, url, request)) return message(403, FORBIDDEN);
  const result = await invoke(world, lambda, url, request);
  if (!result) return message(502, 'Internal Server Error');
  if ('status' in result) return {...result, headers: {...result.headers, ...cors}};
  if (result.kind === 'throttled') return message(429, 'Too Many Requests');
  if (result.functionError !== undefined) return message(502, 'Internal Server Error');
  const answer = readUrlAnswer(result);
  return {...answer, headers: {...answer.headers, ...cors}};
}

async function invoke(
  world: LambdaWorld,
  lambda: LambdaFunction,
  url: FunctionUrl,
  request: SandboxRequest,
): Promise<InvocationResult | SandboxResponse | undefined> {
  try {
    const routed = routeInvocation(world, {name: lambda.name, qualifier: url.qualifier});
    const payload = Buffer.from(JSON.stringify(urlEvent(world, url, request)));
    const invocation = {...routed, payload, requestId: request.requestId};
    if (url.invokeMode === 'RESPONSE_STREAM') return await streamUrl(world.invoker, invocation);
    return await world.invoker.invoke(invocation);
  } catch (error) {
    // The alias points nowhere, or the function is not Active: the caller of a URL learns no more than that.
    if (error instanceof LambdaFailure) return undefined;
    throw error;
  }
}

// Callers within the account need no statement, and there is no IAM here: a signature will do, whatever it is worth.
// Without signatures everybody calls, and the policy has to say so twice, as AWS asks of URLs made since October 2025
// (Lambda Developer Guide, urls-auth).
function isAllowed(lambda: LambdaFunction, {authType, qualifier}: FunctionUrl, request: SandboxRequest): boolean {
  if (authType === 'AWS_IAM') return request.accessKeyId !== undefined;
  return ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'].every((action) =>
    permits(lambda, qualifier, {action, urlAuthType: authType}),
  );
}

function message(status: number, text: string): SandboxResponse {
  return {status, headers: {'content-type': 'application/json'}, body: JSON.stringify({Message: text})};
}

// What the URL's own CORS settings add; Lambda answers preflights by itself where there are any.
function corsOf({cors}: FunctionUrl, request: SandboxRequest): Record<string, string> | undefined {
  if (typeof cors !== 'object' || cors === null) return undefined;
  const settings: Record<string, unknown> = {...cors};
  const list = (name: string) => (Array.isArray(settings[name]) ? settings[name].join(',') : undefined);
  const origins = Array.isArray(settings.AllowOrigins) ? settings.AllowOrigins : [];
  const origin = origins.includes('*') ? '*' : origins.find((each) => each === request.headers.origin);
  const headers = {
    'access-control-allow-origin': origin,
    'access-control-allow-headers': list('AllowHeaders'),
    'access-control-allow-methods': list('AllowMethods'),
    'access-control-expose-headers': list('ExposeHeaders'),
    'access-control-allow-credentials': settings.AllowCredentials === true ? 'true' : undefined,
    'access-control-max-age': typeof settings.MaxAge === 'number' ? String(settings.MaxAge) : undefined,
  };
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value ? [[name, String(value)]] : [])));
}
