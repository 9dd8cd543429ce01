import {describe, expect, test, vi} from 'vitest';
import {toAwsError} from '../../../src/lib/aws/error/mapping.js';
import type {AwsError} from '../../../src/lib/errors.js';
import {stubEnvironment} from '../stub-aws.js';

/** What a person reads of an error as the SDK throws it. */
function told(name: string, message: string, members: object = {}, action = 'lambda:GetAlias'): AwsError {
  const error = Object.assign(new Error(message), {name, $metadata: {}, ...members});
  return toAwsError(error, {action, subject: 'alias checkout:live'}) as AwsError;
}

function refused(name: string, message: string): AwsError {
  return told(name, message, {$metadata: {httpStatusCode: 403}});
}

describe('the way out of', () => {
  test.each([
    [
      'a region that is not the endpoint’s',
      'InvalidSignatureException',
      'Credential should be scoped to a valid region.',
      /--region/,
    ],
    [
      'a key nobody knows',
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
      /region-opt-status/,
    ],
    [
      'a secret of another key',
      'InvalidSignatureException',
      'The request signature we calculated does not match',
      /AWS_SECRET_ACCESS_KEY/,
    ],
    [
      'the same in S3',
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match',
      /AWS_SECRET_ACCESS_KEY/,
    ],
    [
      'a session that is over',
      'ExpiredTokenException',
      'The security token included in the request is expired',
      /unset .*AWS_SESSION_TOKEN/,
    ],
  ])('%s fits it', (_name, name, message, wayOut) => {
    const {suggestions} = refused(name, message);
    expect(suggestions.join('\n')).toMatch(wayOut);
  });

  test('a wrong region or a wrong secret is never to log in', () => {
    for (const message of ['Credential should be scoped to a valid region.', 'The request signature does not match']) {
      expect(refused('InvalidSignatureException', message).suggestions.join('\n')).not.toContain('aws sso login');
    }
  });

  test('an endpoint that nobody listens at names the address and its variable', () => {
    stubEnvironment({AWS_ENDPOINT_URL: 'http://127.0.0.1:4566'});
    const error = told('Error', 'connect ECONNREFUSED 127.0.0.1:4566', {code: 'ECONNREFUSED'});
    expect(error.message).toContain('Nobody listens at http://127.0.0.1:4566, where AWS_ENDPOINT_URL sends');
    expect(error.suggestions).toEqual([
      'For AWS itself: unset AWS_ENDPOINT_URL',
      'For a sandbox: lambda-release sandbox start',
    ]);
  });

  test('the service’s own variable goes before the general one', () => {
    stubEnvironment({AWS_ENDPOINT_URL: 'http://127.0.0.1:4566'});
    vi.stubEnv('AWS_ENDPOINT_URL_CLOUDWATCH', 'http://127.0.0.1:9');
    const error = told('Error', 'connect ECONNREFUSED 127.0.0.1:9', {code: 'ECONNREFUSED'}, 'cloudwatch:GetMetricData');
    expect(error.message).toContain('Nobody listens at http://127.0.0.1:9');
  });

  test('a host that is not there names it, and the region it is made of', () => {
    stubEnvironment({});
    const error = told('Error', 'getaddrinfo ENOTFOUND lambda.eu-wst-1.amazonaws.com', {code: 'ENOTFOUND'});
    expect(error.message).toContain('There is no host lambda.eu-wst-1.amazonaws.com');
    expect(error.suggestions[0]).toContain('--region');
  });

  test('a certificate nobody trusts names the variable for the authority', () => {
    const error = told('Error', 'self-signed certificate in certificate chain', {code: 'SELF_SIGNED_CERT_IN_CHAIN'});
    expect(error.suggestions).toEqual([expect.stringContaining('AWS_CA_BUNDLE=')]);
  });

  test('an address with a password in it is told without', () => {
    const error = told('Error', 'cannot reach http://ada:hunter2@proxy.corp:3128', {code: 'EPIPE'});
    expect(error.message).toContain('http://proxy.corp:3128');
    expect(error.message).not.toContain('hunter2');
  });
});
