import type {ServiceError} from '../error-answer.js';
import {isAccountId, type Place} from '../place.js';
import type {ServiceName} from '../request-router.js';
import type {SandboxRequest} from '../service.js';
import type {AccessKey} from './access-key.js';
import type {Session, Sessions} from './sessions.js';
import {isOldSignature, isSignedWith} from './signature.js';

/** Why a caller is refused before any service hears of the call. */
type Refusal = 'missing' | 'unknown' | 'signature' | 'expired';

export interface CallersOptions {
  readonly home: Place;
  readonly sessions: Sessions;
  /** The only long-term keys that are taken, their signatures verified; undefined = any key, and no signature is looked at. */
  readonly keys: readonly AccessKey[] | undefined;
}

// What runtime/ gives to functions, with the number of their account as access key id.
const FUNCTION_SECRET = 'sandbox';

/**
 * Who calls. A session of AssumeRole acts in the account of its role until it expires, in every service. Started with
 * keys, the sandbox refuses every other one and every wrong signature as AWS does; what functions ask is let through.
 */
export class Callers {
  readonly #options: CallersOptions;

  constructor(options: CallersOptions) {
    this.#options = options;
  }

  /** The request in the account it belongs to, or the error of the service that refuses it. */
  admit(request: SandboxRequest, service: ServiceName): SandboxRequest | {readonly refused: ServiceError} {
    // S3 refuses signatures of Version 2 itself, by name.
    if (service === 's3' && isOldSignature(request)) return request;
    const session = this.#options.sessions.find(request.accessKeyId);
    const key = this.#options.keys?.find(({accessKeyId}) => accessKeyId === request.accessKeyId);
    const refusal = this.#refusalOf(request, session, key);
    if (refusal !== undefined) return {refused: toError(refusal, service)};
    const accountId = session?.accountId ?? (key && (key.accountId ?? this.#options.home.accountId));
    return accountId === undefined ? request : {...request, accountId};
  }

  #refusalOf(request: SandboxRequest, session: Session | undefined, key: AccessKey | undefined): Refusal | undefined {
    const {sessions, keys} = this.#options;
    if (session) {
      if (tokenOf(request) !== session.sessionToken) return 'unknown';
      if (keys && !isSignedWith(request, session.secretAccessKey)) return 'signature';
      return sessions.hasExpired(session) ? 'expired' : undefined;
    }
    if (!keys) return undefined;
    const {accessKeyId} = request;
    if (accessKeyId === undefined) return 'missing';
    if (!key && isAccountId(accessKeyId) && tokenOf(request) === FUNCTION_SECRET) {
      return isSignedWith(request, FUNCTION_SECRET) ? undefined : 'signature';
    }
    if (!key) return 'unknown';
    return isSignedWith(request, key.secretAccessKey) ? undefined : 'signature';
  }
}

function tokenOf({headers, query}: SandboxRequest): string | undefined {
  const header = headers['x-amz-security-token'];
  return typeof header === 'string' ? header : (query.get('X-Amz-Security-Token') ?? undefined);
}

const SIGNATURE_TEXT =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

// AWS's common errors, as JSON services name them.
const COMMON: Readonly<Record<Refusal, ServiceError>> = {
  missing: {status: 403, code: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token'},
  unknown: {
    status: 403,
    code: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  },
  signature: {status: 403, code: 'InvalidSignatureException', message: SIGNATURE_TEXT},
  expired: {
    status: 403,
    code: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
  },
};
const QUERY_CODES: Readonly<Record<Refusal, string>> = {
  missing: 'MissingAuthenticationToken',
  unknown: 'InvalidClientTokenId',
  signature: 'SignatureDoesNotMatch',
  expired: 'ExpiredToken',
};
const OF_S3: Readonly<Record<Refusal, ServiceError>> = {
  missing: {status: 403, code: 'AccessDenied', message: 'Access Denied'},
  unknown: {
    status: 403,
    code: 'InvalidAccessKeyId',
    message: 'The AWS Access Key Id you provided does not exist in our records.',
  },
  signature: {status: 403, code: 'SignatureDoesNotMatch', message: SIGNATURE_TEXT},
  expired: {status: 400, code: 'ExpiredToken', message: 'The provided token has expired.'},
};

function toError(refusal: Refusal, service: ServiceName): ServiceError {
  if (service === 's3') return OF_S3[refusal];
  const common = COMMON[refusal];
  if (service === 'sts' || service === 'cloudwatch') return {...common, code: QUERY_CODES[refusal]};
  // AWS JSON 1.1 answers all of the caller's mistakes with 400.
  return service === 'lambda' || service === 'scheduler' ? common : {...common, status: 400};
}
