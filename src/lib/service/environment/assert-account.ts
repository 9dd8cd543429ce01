import {RefusedError} from '../../errors.js';
import type {CallerIdentity, IdentityPort} from '../../ports/identity.js';
import type {CommandPlace} from './place-of.js';

/**
 * Throws RefusedError (exit 3) when the credentials are not of the environment's account, before anything else is asked of AWS.
 * An environment that names none is nobody's to refuse. Throws AwsError when AWS does not say who calls.
 */
export async function assertAccount(
  {environment, profile, absentProfile}: CommandPlace,
  identity: IdentityPort,
): Promise<CallerIdentity | undefined> {
  if (environment?.account === undefined) return undefined;
  const caller = await identity.whoAmI();
  const {name, account} = environment;
  if (caller.accountId === account) return caller;
  throw new RefusedError(
    `${name} is in account ${account}, and these credentials are of account ${caller.accountId} (${caller.arn}).`,
    {
      code: 'ACCOUNT_MISMATCH',
      suggestions: [
        profile === undefined
          ? `Take credentials of account ${account}: --profile NAME, or those of its own in the variables of the job.`
          : `Profile ${profile} is of the wrong account: mend it in ~/.aws/config, or name another one with --profile.`,
        ...(absentProfile === undefined
          ? []
          : [`The environment's own profile, ${absentProfile}, is not on this machine.`]),
        'See who you are with: aws sts get-caller-identity',
      ],
      details: {environment: name, account, accountId: caller.accountId, arn: caller.arn},
    },
  );
}
