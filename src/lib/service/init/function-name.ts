import {UsageError} from '../../errors.js';

/** Lambda API, FunctionName: letters, digits, - and _, at most 64. */
const MAX_LENGTH = 64;
const FUNCTION_NAME = /^[a-zA-Z0-9-_]{1,64}$/;

export function isFunctionName(text: string): boolean {
  return FUNCTION_NAME.test(text);
}

/** The nearest name a function can have; empty when no letter of it can stay. */
export function nearestName(text: string): string {
  return text
    .replace(/[^a-zA-Z0-9-_]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, MAX_LENGTH)
    .replace(/-+$/, '');
}

/** Exit 2: nobody has named the function, and what lies here cannot name it. */
export function nameUnusable(name: string, folder: string): UsageError {
  return new UsageError(`This folder's name cannot be a function's: "${name}".`, {
    code: 'FOLDER_NAME_UNUSABLE',
    suggestions: [`Name the function: lambda-release init ${nearestName(name) || 'my-function'}`],
    details: {folder},
  });
}
