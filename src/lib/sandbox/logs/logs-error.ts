import {JsonServiceError} from '../json-service.js';

export const invalidParameter = (message: string) => new JsonServiceError('InvalidParameterException', message);
export const notFound = (message: string) => new JsonServiceError('ResourceNotFoundException', message);
export const groupNotFound = () => notFound('The specified log group does not exist.');
export const streamNotFound = () => notFound('The specified log stream does not exist.');
export const alreadyExists = (message: string) => new JsonServiceError('ResourceAlreadyExistsException', message);
