import {AwsError} from '../../errors.js';
import type {RolesPort} from '../../ports/rollout/roles.js';

/** The role of the leases as far as it can be seen. */
export type ObservedLeaseRole =
  /** Its trust policy, whatever is in it. */
  | {readonly kind: 'seen'; readonly trust: unknown}
  | {readonly kind: 'absent'}
  /** AWS did not say; `why` is its own word. */
  | {readonly kind: 'unseen'; readonly why: string};

/** Reads whom the role of the leases trusts. What AWS does not say is no error: doctor says that it cannot know. */
export async function observeLeaseRole(
  {roles}: {readonly roles: RolesPort},
  roleArn: string,
  signal?: AbortSignal,
): Promise<ObservedLeaseRole> {
  try {
    const trust = await roles.trustOf(roleArn, signal);
    return trust === undefined ? {kind: 'absent'} : {kind: 'seen', trust};
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return {kind: 'unseen', why: error.code === 'ACCESS_DENIED' ? 'iam:GetRole is denied' : error.message};
  }
}
