import {expect, test} from 'vitest';
import {AwsClients} from '../../src/lib/aws/clients.js';
import {SdkCredentials} from '../../src/lib/aws/credentials.js';
import {stubEnvironment} from './stub-aws.js';

const lifetimeWith = (environment: Readonly<Record<string, string>>) => {
  stubEnvironment(environment);
  return new SdkCredentials(new AwsClients({region: 'eu-west-1'})).lifetime();
};

test('an access key without a session lasts', async () => {
  expect(await lifetimeWith({})).toEqual({kind: 'permanent'});
});

test('a session from the environment ends when it says so, and nobody renews it', async () => {
  const environment = {AWS_SESSION_TOKEN: 'token', AWS_CREDENTIAL_EXPIRATION: '2030-01-01T12:00:00Z'};
  expect(await lifetimeWith(environment)).toEqual({kind: 'until', expiresMs: Date.UTC(2030, 0, 1, 12)});
});

test('a session whose end nobody tells is not called permanent', async () => {
  expect(await lifetimeWith({AWS_SESSION_TOKEN: 'token'})).toEqual({kind: 'unknown'});
});
