import {AwsError} from '../../errors.js';
import {toErrorCode} from './error-code.js';
import {toFacts} from './error-facts.js';

/** Nothing was sent: no connection stood. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$|CERT|SELF_SIGNED|UNABLE_TO_/;
const NO_CONNECTION = /did not establish a connection/;

/**
 * Whether an attempt that failed leaves open what became of its request: no answer, half of one, one of somebody else's,
 * or one of AWS's that says that AWS itself failed. All other answers say that nothing was carried out.
 */
export function isLostAnswer(error: unknown): boolean {
  if (error instanceof AwsError) return false;
  if (!(error instanceof Error) || error.name === 'AbortError') return true;
  const facts = toFacts(error);
  switch (toErrorCode({...facts, action: ''})) {
    case 'NETWORK':
      return !NEVER_SENT.test(facts.networkCode ?? '');
    case 'TIMEOUT':
      return !NO_CONNECTION.test(facts.message);
    case 'NOT_AN_AWS_ENDPOINT':
    case 'AWS_INTERNAL':
    case undefined:
      return true;
    default:
      return false;
  }
}
