import type {SandboxResponse, SandboxService} from '../service.js';
import {type ParameterStore, SsmError} from './parameter-store.js';

const TARGET = /^AmazonSSM\.(\w+)$/;

/** SSM Parameter Store over AWS JSON 1.1: putting parameters and getting them by name. */
export function createSsm(store: ParameterStore): SandboxService {
  return {
    async handle(request) {
      const name = TARGET.exec(String(request.headers['x-amz-target'] ?? ''))?.[1] ?? '';
      try {
        return json(200, run(store, name, parseBody(request.body)));
      } catch (error) {
        if (!(error instanceof SsmError)) throw error;
        return json(400, {__type: error.shape, message: error.message});
      }
    },
  };
}

function run(store: ParameterStore, operation: string, input: Readonly<Record<string, unknown>>): object {
  switch (operation) {
    case 'PutParameter':
      return store.put(input);
    case 'GetParameter':
      return store.getOne(input);
    case 'GetParameters':
      return store.get(input);
    default:
      throw new SsmError('UnknownOperationException', `The sandbox does not know "${operation}".`);
  }
}

function parseBody(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(body.toString('utf8') || '{}'));
  } catch {
    throw new SsmError('SerializationException', 'The request is not a JSON document.');
  }
}

function json(status: number, value: object): SandboxResponse {
  return {status, headers: {'content-type': 'application/x-amz-json-1.1'}, body: JSON.stringify(value)};
}
