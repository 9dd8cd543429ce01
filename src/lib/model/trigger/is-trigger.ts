import type {InvokeStatement} from './statement.js';

/** What a service, or whoever calls a URL, is allowed: people and accounts are granted their rights by a person. */
export function isTrigger({principal, urlAuthType, viaUrl}: InvokeStatement): boolean {
  return /\.amazon(aws)?\.com(\.cn)?$/.test(principal) || urlAuthType !== undefined || viaUrl === true;
}
