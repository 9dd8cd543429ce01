import {describe, expect, test} from 'vitest';
import {toAwsError} from '../../../src/lib/aws/error/mapping.js';
import {AwsError} from '../../../src/lib/errors.js';
import {AWS_ERROR_CODES} from '../../../src/lib/ports/aws-error-code.js';

interface SdkError {
  readonly name: string;
  readonly message?: string;
  readonly status?: number;
  readonly code?: string;
  readonly headers?: Record<string, string>;
  readonly Reason?: string;
}

/** An error as the SDK throws it. */
function sdkError({name, message = 'said AWS', status, headers = {}, ...extras}: SdkError): Error {
  const $metadata = status === undefined ? {attempts: 3} : {httpStatusCode: status, requestId: 'req-1', attempts: 3};
  return Object.assign(new Error(message), {name, $metadata, $response: {headers}, ...extras});
}

function mapped(error: SdkError, action = 'lambda:UpdateFunctionCode'): AwsError {
  const result = toAwsError(sdkError(error), {action, subject: 'function checkout'});
  if (!(result instanceof AwsError)) throw new Error(`Not mapped: ${String(result)}`);
  return result;
}

const FLOOR =
  "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [50].";

/** One row per way AWS has of saying something; the last column is the action where it matters. */
const ROWS: readonly (readonly [keyof typeof AWS_ERROR_CODES, SdkError, string?])[] = [
  ['CREDENTIALS_MISSING', {name: 'CredentialsProviderError', message: 'Could not load credentials from any providers'}],
  [
    'CREDENTIALS_EXPIRED',
    {name: 'CredentialsProviderError', message: 'The SSO session has expired. Run aws sso login.'},
  ],
  ['CREDENTIALS_EXPIRED', {name: 'TokenProviderError', message: 'Token is expired'}],
  ['CREDENTIALS_EXPIRED', {name: 'ExpiredTokenException', status: 403}],
  ['CREDENTIALS_EXPIRED', {name: 'ExpiredToken', status: 400}, 's3:PutObject'],
  ['CREDENTIALS_TIMEOUT', {name: 'CredentialsTimeoutError'}],
  ['CREDENTIALS_INVALID', {name: 'UnrecognizedClientException', status: 403}],
  ['CREDENTIALS_INVALID', {name: 'InvalidClientTokenId', status: 403}, 'sts:GetCallerIdentity'],
  [
    'CREDENTIALS_INVALID',
    {name: 'InvalidSignatureException', message: 'The request signature does not match', status: 403},
  ],
  [
    'CLOCK_SKEWED',
    {name: 'InvalidSignatureException', message: 'Signature expired: 20260101 is now earlier', status: 403},
  ],
  ['CLOCK_SKEWED', {name: 'RequestTimeTooSkewed', status: 403}, 's3:PutObject'],
  [
    'REGION_MISMATCH',
    {name: 'InvalidSignatureException', message: 'Credential should be scoped to a valid region.', status: 403},
  ],
  [
    'REGION_MISMATCH',
    {
      name: 'AuthorizationHeaderMalformed',
      message: "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
      status: 400,
    },
    's3:PutObject',
  ],
  ['PROXY_FAILED', {name: 'Unknown', message: 'UnknownError', status: 407, headers: {'content-type': 'text/html'}}],
  ['CA_BUNDLE_UNREADABLE', {name: 'never thrown by the SDK'}],
  ['REGION_MISSING', {name: 'Error', message: 'Region is missing'}],
  [
    'REGION_INVALID',
    {name: 'Error', message: 'Region not accepted: region="us_east_1" is not a valid hostname component.'},
  ],
  ['ACCESS_DENIED', {name: 'AccessDeniedException', status: 403}],
  ['ACCESS_DENIED', {name: 'AccessDenied', status: 403}, 's3:PutObject'],
  ['ACCESS_DENIED', {name: 'Unknown', message: 'UnknownError', status: 403}, 's3:GetObject'],
  ['FUNCTION_NOT_FOUND', {name: 'ResourceNotFoundException', message: 'Function not found: arn:f', status: 404}],
  [
    'FUNCTION_NOT_FOUND',
    {name: 'ResourceNotFoundException', message: 'Function not found: arn:f:9', status: 404},
    'lambda:UpdateAlias',
  ],
  [
    'ALIAS_NOT_FOUND',
    {name: 'ResourceNotFoundException', message: 'Cannot find alias arn: arn:f:live', status: 404},
    'lambda:GetAlias',
  ],
  [
    'ALIAS_NOT_FOUND',
    {name: 'ResourceNotFoundException', message: 'Alias not found: arn:f:live', status: 404},
    'lambda:UpdateAlias',
  ],
  [
    'LAYER_NOT_FOUND',
    {name: 'ResourceNotFoundException', message: 'The resource you requested does not exist.', status: 404},
    'lambda:ListLayerVersions',
  ],
  [
    'LOG_GROUP_NOT_FOUND',
    {name: 'ResourceNotFoundException', message: 'The specified log group does not exist.', status: 400},
    'logs:FilterLogEvents',
  ],
  ['BUCKET_NOT_FOUND', {name: 'NotFound', message: 'UnknownError', status: 404}, 's3:ListBucket'],
  ['BUCKET_NOT_FOUND', {name: 'NoSuchBucket', status: 404}, 's3:PutObject'],
  ['OBJECT_NOT_FOUND', {name: 'NoSuchKey', status: 404}, 's3:GetObject'],
  ['OBJECT_NOT_FOUND', {name: 'NoSuchVersion', status: 404}, 's3:GetObject'],
  ['BUCKET_IN_OTHER_REGION', {name: 'PermanentRedirect', status: 301}, 's3:PutObject'],
  ['BUCKET_IN_OTHER_REGION', {name: 'Unknown', status: 301}, 's3:ListBucket'],
  ['BUCKET_IN_OTHER_HANDS', {name: 'never thrown by the SDK'}],
  ['ARTIFACT_MISMATCH', {name: 'never thrown by the SDK'}],
  ['IMAGE_MISMATCH', {name: 'never thrown by the SDK'}],
  ['THROTTLED', {name: 'TooManyRequestsException', status: 429, Reason: 'CallerRateLimitExceeded'}],
  ['THROTTLED', {name: 'Throttling', status: 400}, 'cloudwatch:GetMetricData'],
  ['THROTTLED', {name: 'SlowDown', status: 503}, 's3:PutObject'],
  ['PRECONDITION_FAILED', {name: 'PreconditionFailedException', status: 412}],
  ['PRECONDITION_FAILED', {name: 'PreconditionFailed', status: 412}, 's3:PutObject'],
  ['UPDATE_IN_PROGRESS', {name: 'ResourceConflictException', status: 409}],
  ['UPDATE_IN_PROGRESS', {name: 'ResourceConflictException', status: 409}, 'lambda:PublishVersion'],
  ['SNAPSHOT_NOT_READY', {name: 'SnapStartNotReadyException', status: 409}, 'lambda:InvokeFunction'],
  ['RESOURCE_CONFLICT', {name: 'ResourceConflictException', status: 409}, 'lambda:DeleteFunction'],
  ['FUNCTION_EXISTS', {name: 'ResourceConflictException', status: 409}, 'lambda:CreateFunction'],
  ['ALIAS_EXISTS', {name: 'ResourceConflictException', status: 409}, 'lambda:CreateAlias'],
  [
    'CODE_SHA_MISMATCH',
    {
      name: 'InvalidParameterValueException',
      message: 'CodeSHA256 (x) is different from current CodeSHA256 in $LATEST (y).',
      status: 400,
    },
    'lambda:PublishVersion',
  ],
  ['CODE_STORAGE_EXCEEDED', {name: 'CodeStorageExceededException', status: 400}],
  ['CODE_SIGNING_REFUSED', {name: 'CodeVerificationFailedException', status: 400}],
  ['CODE_SIGNATURE_INVALID', {name: 'InvalidCodeSignatureException', status: 400}],
  ['CODE_SIGNING_CONFIG_NOT_FOUND', {name: 'CodeSigningConfigNotFoundException', status: 404}],
  ['CODE_SIGNING_CONFIG_NOT_FOUND', {name: 'ResourceNotFoundException', status: 404}, 'lambda:GetCodeSigningConfig'],
  ['PACKAGE_TOO_LARGE', {name: 'RequestEntityTooLargeException', status: 413}],
  [
    'PACKAGE_TOO_LARGE',
    {
      name: 'InvalidParameterValueException',
      message: 'Unzipped size must be smaller than 262144000 bytes',
      status: 400,
    },
  ],
  ['PACKAGE_TOO_LARGE', {name: 'Unknown', status: 413}],
  ['INVALID_REQUEST', {name: 'RequestEntityTooLargeException', status: 413}, 'lambda:UpdateFunctionConfiguration'],
  [
    'INVALID_REQUEST',
    {name: 'InvalidParameterValueException', message: 'Cannot reference more than 5 layers.', status: 400},
  ],
  ['INVALID_REQUEST', {name: 'ValidationException', status: 400}],
  [
    'LEASE_ROLE_REFUSED',
    {
      name: 'ValidationException',
      message: 'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
      status: 400,
    },
    'scheduler:CreateSchedule',
  ],
  ['AWS_ERROR', {name: 'ResourceNotFoundException', status: 404}, 'scheduler:UpdateSchedule'],
  [
    'UNRESERVED_FLOOR',
    {name: 'InvalidParameterValueException', message: FLOOR, status: 400},
    'lambda:PutFunctionConcurrency',
  ],
  ['METRICS_INCOMPLETE', {name: 'never thrown by the SDK'}],
  ['NETWORK', {name: 'Error', message: 'connect ECONNREFUSED 127.0.0.1:1', code: 'ECONNREFUSED'}],
  ['NETWORK', {name: 'TimeoutError', message: 'socket hang up', code: 'ECONNRESET'}],
  ['NETWORK', {name: 'Error', message: 'getaddrinfo ENOTFOUND lambda', code: 'ENOTFOUND'}],
  ['NETWORK', {name: 'Error', message: 'self-signed certificate', code: 'SELF_SIGNED_CERT_IN_CHAIN'}],
  ['TIMEOUT', {name: 'TimeoutError', message: 'a request has exceeded 20000 ms', code: 'ETIMEDOUT'}],
  ['TIMEOUT', {name: 'TimeoutError', message: 'the request socket did not establish a connection'}],
  ['NOT_AN_AWS_ENDPOINT', {name: 'SyntaxError', message: "Unexpected token '<'", status: 200}],
  ['NOT_AN_AWS_ENDPOINT', {name: 'Unknown', status: 502, headers: {'content-type': 'text/html; charset=utf-8'}}],
  ['NOT_AN_AWS_ENDPOINT', {name: 'Error', message: 'Parse Error: Expected HTTP/', code: 'HPE_INVALID_CONSTANT'}],
  ['AWS_INTERNAL', {name: 'ServiceException', status: 500}],
  ['AWS_INTERNAL', {name: 'Unknown', message: 'UnknownError', status: 503}],
  ['AWS_ERROR', {name: 'SomethingNewException', status: 400}],
];
const FROM_SDK = ROWS.filter(([, {name}]) => !name.startsWith('never')).map(
  ([code, error, action = 'lambda:UpdateFunctionCode']) => ({code, error, action}),
);

describe('errors of AWS', () => {
  test('every code has a row', () => {
    expect(new Set(ROWS.map(([code]) => code))).toEqual(new Set(Object.keys(AWS_ERROR_CODES)));
  });

  test.each(FROM_SDK)('$code: $error at $action', ({code, error, action}) => {
    const result = mapped(error, action);
    expect(result).toMatchObject({
      code,
      exitCode: 4,
      traffic: 'untouched',
      details: {operation: action, awsError: error.name},
    });
    expect(result.message).not.toMatch(/UnknownError|undefined/);
    expect(result.suggestions.length).toBeGreaterThan(0);
    expect(result.cause).toBeUndefined();
  });

  test('a denied call names the action, the resource and what AWS says', () => {
    const said = 'User: arn:aws:iam::123456789012:user/ada is not authorized to perform: lambda:UpdateFunctionCode';
    const error = mapped({name: 'AccessDeniedException', message: said, status: 403});
    expect(error.message).toContain('lambda:UpdateFunctionCode on function checkout');
    expect(error.message).toContain(said);
    expect(error.suggestions[0]).toContain('Allow lambda:UpdateFunctionCode on function checkout');
  });

  test('details carry what a support case needs', () => {
    const error = mapped({name: 'TooManyRequestsException', status: 429, Reason: 'CallerRateLimitExceeded'});
    expect(error.details).toEqual({
      operation: 'lambda:UpdateFunctionCode',
      awsError: 'TooManyRequestsException',
      httpStatus: 429,
      requestId: 'req-1',
      attempts: 3,
      reason: 'CallerRateLimitExceeded',
    });
  });

  test.each<[string, string | undefined, string, RegExp]>([
    ['lambda:InvokeFunction', 'ConcurrentInvocationLimitExceeded', 'The account has no unreserved concurrency', /show/],
    ['lambda:InvokeFunction', 'ReservedFunctionConcurrentInvocationLimitExceeded', 'reserved for the function', /show/],
    ['lambda:InvokeFunction', 'FunctionInvocationRateLimitExceeded', 'requests a second', /less traffic/],
    ['lambda:InvokeFunction', 'ReservedFunctionInvocationRateLimitExceeded', 'the reserved concurrency', /show/],
    ['lambda:InvokeFunction', 'CallerRateLimitExceeded', 'AWS throttles lambda:InvokeFunction', /^Wait a minute/],
    ['lambda:InvokeFunction', undefined, 'AWS throttles lambda:InvokeFunction', /^Wait a minute/],
    ['lambda:UpdateFunctionCode', 'CallerRateLimitExceeded', 'AWS throttles lambda:UpdateFunctionCode', /15 requests/],
    ['lambda:PublishVersion', 'ConcurrentSnapshotCreateLimitExceeded', 'SnapStart snapshots', /Active/],
  ])('a throttled %s is told by its reason: %s', (action, Reason, message, wayOut) => {
    const error = mapped({name: 'TooManyRequestsException', status: 429, ...(Reason && {Reason})}, action);
    expect(error.message).toContain(message);
    expect(error.suggestions[0]).toMatch(wayOut);
    if (!Reason?.includes('Invocation')) expect(error.message).not.toContain('concurrency');
  });

  test("the account's floor is read from the refusal", () => {
    const error = mapped(
      {name: 'InvalidParameterValueException', message: FLOOR, status: 400},
      'lambda:PutFunctionConcurrency',
    );
    expect(error.details).toMatchObject({floor: 50});
  });

  test('nothing of the environment that was sent comes back', () => {
    const call = {action: 'lambda:UpdateFunctionConfiguration', subject: 'function checkout', secrets: ['hunter2']};
    const error = sdkError({name: 'InvalidParameterValueException', message: 'bad value hunter2', status: 400});
    const result = toAwsError(error, call);
    expect(result).toMatchObject({code: 'INVALID_REQUEST', message: expect.stringContaining('bad value [removed]')});
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  test.each([
    ['an abort', Object.assign(new Error('Request aborted'), {name: 'AbortError'})],
    ['a bug of ours', new TypeError("Cannot read properties of undefined (reading 'x')")],
    ['an error that is one already', new AwsError('said', {code: 'THROTTLED', suggestions: []})],
    ['something that is no error', 'text'],
  ])('%s passes through', (_name, error) => {
    expect(toAwsError(error, {action: 'lambda:GetAlias', subject: 'alias checkout:live'})).toBe(error);
  });
});
