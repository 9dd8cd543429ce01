import {fromTemporaryCredentials} from '@aws-sdk/credential-providers';
import {doesIdentityRequireRefresh, isIdentityExpired, memoizeIdentityProvider} from '@smithy/core';
import type {AwsCredentialIdentity} from '@smithy/types';
import {AwsError} from '../errors.js';
import {callAws} from './error/call-aws.js';
import {hasCode} from './error/mapping.js';

/** A role that is assumed through STS, and how its session is called in CloudTrail. */
export interface RoleToAssume {
  readonly arn: string;
  readonly sessionName: string;
}

type Credentials = () => Promise<AwsCredentialIdentity>;
type StsConfig = NonNullable<Parameters<typeof fromTemporaryCredentials>[0]['clientConfig']>;

/** A session that cannot be renewed is used until this long before its end: STS may fail for a while. */
const LEAST_LEFT_MS = 60_000;

/**
 * Credentials of a role, by the SDK's own provider, one session for all who ask; the next one is fetched in the last five minutes
 * of the last. They throw AwsError, of `sts:AssumeRole`.
 */
export function assumedRole(
  {arn, sessionName}: RoleToAssume,
  source: Credentials,
  clientConfig: StsConfig,
): Credentials {
  const assume = fromTemporaryCredentials({
    params: {RoleArn: arn, RoleSessionName: sessionName},
    masterCredentials: source,
    clientConfig,
  });
  const call = {action: 'sts:AssumeRole', subject: `role ${arn}`};
  let last: AwsCredentialIdentity | undefined;
  const renew = async () => {
    try {
      last = await callAws(call, () => assume());
    } catch (error) {
      if (last?.expiration === undefined || last.expiration.getTime() - Date.now() < LEAST_LEFT_MS)
        throw toTell(error, arn);
    }
    return last;
  };
  return memoizeIdentityProvider(renew, isIdentityExpired, doesIdentityRequireRefresh) as Credentials;
}

/** Who may assume a role is said in two places, and AWS does not tell which of them is missing. */
function toTell(error: unknown, arn: string): unknown {
  if (!hasCode(error, 'ACCESS_DENIED')) return error;
  const {message, details} = error;
  return new AwsError(message, {
    code: 'ACCESS_DENIED',
    suggestions: [
      'See who you are without it: aws sts get-caller-identity',
      `Let the trust policy of ${arn} name that caller, and the policy of that caller allow sts:AssumeRole on it.`,
    ],
    details,
    cause: error,
  });
}
