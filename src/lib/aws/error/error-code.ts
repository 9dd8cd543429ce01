import type {AwsErrorCode} from '../../ports/aws-error-code.js';

/** The parts of an SDK error that decide. Service errors have `status`, network errors have `networkCode`. */
export interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  /** Node's code of a broken connection: ECONNRESET, ENOTFOUND … */
  readonly networkCode?: string;
  readonly status?: number;
  readonly contentType?: string;
  /** IAM's name of the action. */
  readonly action: string;
}

/**
 * Names as AWS sends them. Constraint, size and authorisation errors are in no service model, the SDK throws them as the
 * service's base class, so the name is all there is to go by.
 */
const BY_NAME: Readonly<Record<string, AwsErrorCode>> = {
  ExpiredToken: 'CREDENTIALS_EXPIRED',
  ExpiredTokenException: 'CREDENTIALS_EXPIRED',
  TokenRefreshRequired: 'CREDENTIALS_EXPIRED',
  TokenProviderError: 'CREDENTIALS_EXPIRED',
  CredentialsTimeoutError: 'CREDENTIALS_TIMEOUT',
  UnrecognizedClientException: 'CREDENTIALS_INVALID',
  InvalidClientTokenId: 'CREDENTIALS_INVALID',
  InvalidAccessKeyId: 'CREDENTIALS_INVALID',
  InvalidSignatureException: 'CREDENTIALS_INVALID',
  SignatureDoesNotMatch: 'CREDENTIALS_INVALID',
  IncompleteSignature: 'CREDENTIALS_INVALID',
  IncompleteSignatureException: 'CREDENTIALS_INVALID',
  MissingAuthenticationToken: 'CREDENTIALS_INVALID',
  MissingAuthenticationTokenException: 'CREDENTIALS_INVALID',
  InvalidToken: 'CREDENTIALS_INVALID',
  AuthFailure: 'CREDENTIALS_INVALID',
  RequestTimeTooSkewed: 'CLOCK_SKEWED',
  RequestExpired: 'CLOCK_SKEWED',
  RequestInTheFuture: 'CLOCK_SKEWED',
  AccessDenied: 'ACCESS_DENIED',
  AccessDeniedException: 'ACCESS_DENIED',
  Forbidden: 'ACCESS_DENIED',
  UnauthorizedOperation: 'ACCESS_DENIED',
  NoSuchBucket: 'BUCKET_NOT_FOUND',
  NoSuchKey: 'OBJECT_NOT_FOUND',
  NoSuchVersion: 'OBJECT_NOT_FOUND',
  PermanentRedirect: 'BUCKET_IN_OTHER_REGION',
  IllegalLocationConstraintException: 'BUCKET_IN_OTHER_REGION',
  PreconditionFailedException: 'PRECONDITION_FAILED',
  PreconditionFailed: 'PRECONDITION_FAILED',
  SnapStartNotReadyException: 'SNAPSHOT_NOT_READY',
  CodeStorageExceededException: 'CODE_STORAGE_EXCEEDED',
  CodeVerificationFailedException: 'CODE_SIGNING_REFUSED',
  InvalidCodeSignatureException: 'CODE_SIGNATURE_INVALID',
  CodeSigningConfigNotFoundException: 'CODE_SIGNING_CONFIG_NOT_FOUND',
  RequestTooLargeException: 'PACKAGE_TOO_LARGE',
  EntityTooLarge: 'PACKAGE_TOO_LARGE',
  ValidationException: 'INVALID_REQUEST',
  ValidationError: 'INVALID_REQUEST',
  InvalidRequestContentException: 'INVALID_REQUEST',
  SerializationException: 'INVALID_REQUEST',
  TimeoutError: 'TIMEOUT',
  RequestTimeout: 'TIMEOUT',
  RequestTimeoutException: 'TIMEOUT',
};

/** Names the SDK itself takes for throttling; Lambda uses the first one for its control plane and for invocations alike. */
const THROTTLING =
  /^(TooManyRequestsException|Throttling|ThrottlingException|Throttled(Exception)?|RequestThrottled(Exception)?|RequestLimitExceeded|SlowDown|BandwidthLimitExceeded|LimitExceededException|PriorRequestNotComplete)$/;
const TIMEOUTS = new Set(['ETIMEDOUT', 'ESOCKETTIMEDOUT']);

/** The stable code of an error, or `undefined` when it is none of AWS's: a bug of ours must stay one. */
export function toErrorCode(error: ErrorFacts): AwsErrorCode | undefined {
  const {name, networkCode, status} = error;
  // No service of AWS's says this: a proxy asks for a user and a password.
  if (status === 407) return 'PROXY_FAILED';
  if (error.contentType?.includes('text/html') || networkCode?.startsWith('HPE_')) return 'NOT_AN_AWS_ENDPOINT';
  // The SDK could not parse the answer: REST-JSON and AWS JSON clients throw what JSON.parse threw.
  if (name === 'SyntaxError' && status !== undefined) return 'NOT_AN_AWS_ENDPOINT';
  // Before the name: the SDK calls a reset connection a TimeoutError too.
  if (networkCode !== undefined) return TIMEOUTS.has(networkCode) ? 'TIMEOUT' : 'NETWORK';
  // No classes of their own: this is how the SDK's region provider says it.
  if (error.message === 'Region is missing') return 'REGION_MISSING';
  if (error.message.startsWith('Region not accepted')) return 'REGION_INVALID';
  if (name === 'CredentialsProviderError' || name === 'ProviderError') return toCredentialsCode(error.message);
  if (THROTTLING.test(name) || status === 429) return 'THROTTLED';
  const overloaded = toOverloadedCode(error);
  if (overloaded !== undefined) return overloaded;
  return BY_NAME[name] ?? toCodeByStatus(status);
}

/** One class for "nothing found" and for "found, but the SSO session is over": only the text tells them apart. */
function toCredentialsCode(message: string): AwsErrorCode {
  return /expired|refresh|sso login/i.test(message) ? 'CREDENTIALS_EXPIRED' : 'CREDENTIALS_MISSING';
}

/** Where AWS says several things with one class: the action tells most of them apart, the text the rest. */
function toOverloadedCode({name, message, action, status}: ErrorFacts): AwsErrorCode | undefined {
  switch (name) {
    case 'ValidationException':
      // "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
      return action.startsWith('scheduler:') && /execution role/i.test(message) ? 'LEASE_ROLE_REFUSED' : undefined;
    case 'ResourceNotFoundException':
      if (/^(scheduler|signer):/.test(action)) return 'AWS_ERROR';
      if (action === 'lambda:GetCodeSigningConfig') return 'CODE_SIGNING_CONFIG_NOT_FOUND';
      if (/LayerVersion/.test(action)) return 'LAYER_NOT_FOUND';
      if (action.startsWith('logs:')) return 'LOG_GROUP_NOT_FOUND';
      return /alias/i.test(message.split(':')[0] ?? '') ? 'ALIAS_NOT_FOUND' : 'FUNCTION_NOT_FOUND';
    case 'ResourceConflictException':
      if (action === 'lambda:CreateFunction') return 'FUNCTION_EXISTS';
      if (action === 'lambda:CreateAlias') return 'ALIAS_EXISTS';
      return UPDATES.has(action) ? 'UPDATE_IN_PROGRESS' : 'RESOURCE_CONFLICT';
    case 'InvalidParameterValueException':
      if (message.startsWith('CodeSHA256 (')) return 'CODE_SHA_MISMATCH';
      if (/UnreservedConcurrentExecution below its minimum/.test(message)) return 'UNRESERVED_FLOOR';
      return message.startsWith('Unzipped size must be smaller') ? 'PACKAGE_TOO_LARGE' : 'INVALID_REQUEST';
    case 'InvalidSignatureException':
    case 'SignatureDoesNotMatch':
      if (/scoped to a valid region/i.test(message)) return 'REGION_MISMATCH';
      return /Signature (expired|not yet current)/.test(message) ? 'CLOCK_SKEWED' : 'CREDENTIALS_INVALID';
    case 'AuthorizationHeaderMalformed':
      // S3: "the region 'us-east-1' is wrong; expecting 'eu-west-1'".
      return /region/i.test(message) ? 'REGION_MISMATCH' : 'CREDENTIALS_INVALID';
    case 'RequestEntityTooLargeException':
      // Above 5,120 bytes of configuration it is the environment that is too large, not the package.
      return action === 'lambda:UpdateFunctionConfiguration' ? 'INVALID_REQUEST' : 'PACKAGE_TOO_LARGE';
    case 'NotFound':
      return action.startsWith('s3:') && status === 404 ? 'BUCKET_NOT_FOUND' : undefined;
    default:
      return undefined;
  }
}

const UPDATES = new Set([
  'lambda:UpdateFunctionCode',
  'lambda:UpdateFunctionConfiguration',
  'lambda:PublishVersion',
  'lambda:TagResource',
]);

/** HEAD answers have no body, hence no name: their status is all there is. */
function toCodeByStatus(status: number | undefined): AwsErrorCode | undefined {
  if (status === undefined) return undefined;
  if (status === 301 || status === 307) return 'BUCKET_IN_OTHER_REGION';
  if (status === 403) return 'ACCESS_DENIED';
  if (status === 412) return 'PRECONDITION_FAILED';
  if (status === 413) return 'PACKAGE_TOO_LARGE';
  if (status >= 500) return 'AWS_INTERNAL';
  return status >= 400 ? 'AWS_ERROR' : 'NOT_AN_AWS_ENDPOINT';
}
