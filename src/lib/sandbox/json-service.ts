import type {SandboxRequest, SandboxResponse, SandboxService} from './service.js';

type Headers = Readonly<Record<string, string>>;

interface JsonProtocol {
  /** What stands before the operation in X-Amz-Target. */
  readonly target: string;
  readonly version?: '1.0' | '1.1';
  /** The answer to an operation; undefined where the sandbox does not know it. */
  readonly answer: (operation: string, input: unknown, request: SandboxRequest) => object | undefined;
  /** Of every answer. */
  readonly headers?: () => Headers;
}

/** An error answer of a service that speaks AWS JSON, by its name in the model. */
export class JsonServiceError extends Error {
  readonly shape: string;
  readonly headers: Headers;

  constructor(shape: string, message: string, headers: Headers = {}) {
    super(message);
    this.shape = shape;
    this.headers = headers;
  }
}

/** A service over AWS JSON: the operation in a header, a document in, a document out. */
export function createJsonService({
  target,
  version = '1.1',
  answer,
  headers = () => ({}),
}: JsonProtocol): SandboxService {
  const respond = (status: number, value: object, more: Headers = {}): SandboxResponse => ({
    status,
    headers: {'content-type': `application/x-amz-json-${version}`, ...headers(), ...more},
    body: JSON.stringify(value),
  });
  return {
    async handle(request) {
      const [service, operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
      try {
        const output = service === target ? answer(operation, parseBody(request.body), request) : undefined;
        if (output) return respond(200, output);
        throw new JsonServiceError(
          'UnknownOperationException',
          `The sandbox does not know "${operation}" of ${target}.`,
        );
      } catch (error) {
        if (!(error instanceof JsonServiceError)) throw error;
        return respond(400, {__type: error.shape, message: error.message}, error.headers);
      }
    },
  };
}

function parseBody(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8') || '{}');
  } catch {
    throw new JsonServiceError('SerializationException', 'The request is not a JSON document.');
  }
}
