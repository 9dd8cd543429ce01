import type {InvocationResult} from '../../invocation.js';
import type {SandboxResponse} from '../../service.js';

type Done = Extract<InvocationResult, {kind: 'done'}>;

const HTTP_INTEGRATION = 'application/vnd.awslambda.http-integration-response';
const DELIMITER = Buffer.alloc(8);

/** The HTTP answer in what a function answered: a value with a statusCode, any other value, or a stream. */
export function readUrlAnswer(result: Done): SandboxResponse {
  if (result.contentType === HTTP_INTEGRATION) {
    const end = result.payload.indexOf(DELIMITER);
    const metadata: unknown = JSON.parse(result.payload.subarray(0, end).toString('utf8'));
    return toResponse(recordOf(metadata) ?? {}, result.payload.subarray(end + DELIMITER.length));
  }
  if (result.contentType !== undefined) {
    return {status: 200, headers: {'content-type': result.contentType}, body: result.payload};
  }
  const value = recordOf(JSON.parse(result.payload.toString('utf8')));
  if (value?.statusCode === undefined) {
    return {status: 200, headers: {'content-type': 'application/json'}, body: plainBody(result.payload)};
  }
  const body = typeof value.body === 'string' ? value.body : value.body === undefined ? '' : JSON.stringify(value.body);
  return toResponse(value, Buffer.from(body, value.isBase64Encoded === true ? 'base64' : 'utf8'));
}

// A text is its own body, everything else is JSON.
function plainBody(payload: Buffer): string | Buffer {
  const value: unknown = JSON.parse(payload.toString('utf8'));
  return typeof value === 'string' ? value : payload;
}

function toResponse(value: Readonly<Record<string, unknown>>, body: Buffer): SandboxResponse {
  const headers = Object.entries(recordOf(value.headers) ?? {}).map(([name, text]) => [
    name.toLowerCase(),
    String(text),
  ]);
  const cookies = Array.isArray(value.cookies) ? value.cookies.map(String) : [];
  return {
    status: Number(value.statusCode ?? 200),
    headers: {'content-type': 'application/json', ...Object.fromEntries(headers)},
    ...(cookies.length > 0 && {cookies}),
    body,
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : undefined;
}
