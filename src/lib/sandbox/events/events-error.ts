import {JsonServiceError} from '../json-service.js';

export function invalid(message: string): JsonServiceError {
  return new JsonServiceError('ValidationException', message);
}
