import type {SandboxResponse} from '../../service.js';

const HTTP_INTEGRATION = 'application/vnd.awslambda.http-integration-response';
const DELIMITER = Buffer.alloc(8);

/**
 * Status and headers of a streamed answer: what `HttpResponseStream` writes in front of the body, up to eight zero bytes;
 * 200 and the content type of the stream where it was not used.
 */
export class AnswerHead {
  /** Set once they are read. */
  response: SandboxResponse | undefined;
  #buffered: Buffer = Buffer.alloc(0);

  /** What of the chunk belongs to the body. */
  take(chunk: Buffer, contentType: string): Buffer {
    if (this.response) return chunk;
    if (contentType !== HTTP_INTEGRATION) {
      this.response = {status: 200, headers: {'content-type': contentType}};
      return chunk;
    }
    this.#buffered = Buffer.concat([this.#buffered, chunk]);
    const end = this.#buffered.indexOf(DELIMITER);
    if (end < 0) return Buffer.alloc(0);
    this.response = headOf(parsed(this.#buffered.subarray(0, end).toString('utf8')));
    return this.#buffered.subarray(end + DELIMITER.length);
  }
}

// What a runtime of somebody's own writes there need not be JSON: the answer is then as bad as one without a valid status.
function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {statusCode: 502};
  }
}

/** Status, headers and cookies in what a handler says of its answer; JSON when it says nothing. */
export function headOf(value: Readonly<Record<string, unknown>>): SandboxResponse {
  const headers = Object.entries(Object(value.headers)).map(([name, text]) => [name.toLowerCase(), String(text)]);
  const cookies = Array.isArray(value.cookies) ? value.cookies.map(String) : [];
  const status = Number(value.statusCode ?? 200);
  return {
    status: Number.isInteger(status) && status >= 200 && status <= 599 ? status : 502,
    headers: {'content-type': 'application/json', ...Object.fromEntries(headers)},
    ...(cookies.length > 0 && {cookies}),
  };
}
