import {createJsonService} from '../json-service.js';
import type {SandboxService} from '../service.js';
import type {ParameterStore} from './parameter-store.js';

/** SSM Parameter Store over AWS JSON 1.1: putting parameters and getting them by name. */
export function createSsm(store: ParameterStore): SandboxService {
  return createJsonService({
    target: 'AmazonSSM',
    answer(operation, input) {
      switch (operation) {
        case 'PutParameter':
          return store.put(Object(input));
        case 'GetParameter':
          return store.getOne(Object(input));
        case 'GetParameters':
          return store.get(Object(input));
        default:
          return undefined;
      }
    },
  });
}
