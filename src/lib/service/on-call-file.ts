import {ENVIRONMENT_MISSING} from '../config/environment/environment-error.js';
import {findReleaseFile} from '../config/load-release-file.js';
import type {ReleaseFile} from '../config/release-file.js';
import {AwsError, UsageError} from '../errors.js';
import type {Session} from './session.js';

/**
 * The release file for commands that look or go back, of a target that was named in full: whoever is on call must not be
 * stopped by a file that is broken or missing. That is a warning instead, which says in which account and region the
 * command acts, and the defaults stand in for the file.
 */
export async function findFileOnCall(
  session: Session,
  named: string | undefined,
  signal?: AbortSignal,
): Promise<ReleaseFile | undefined> {
  try {
    return await findReleaseFile(named, session);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // That was told when the session was opened, by every command that goes on.
    if (error.code === ENVIRONMENT_MISSING) return undefined;
    session.events.emit({
      type: 'warning',
      code: error.code,
      message:
        `${error.message}\nGoing on without it, in ${await placeName(session, signal)}; ` +
        'where the file would say something, the defaults are taken.',
    });
    return undefined;
  }
}

/** Where a session acts, in words. Only told: when AWS does not say who calls, what the command itself asks will say why. */
export async function placeName({identity}: Pick<Session, 'identity'>, signal?: AbortSignal): Promise<string> {
  try {
    const {accountId, region} = await identity.whoAmI(signal);
    return `account ${accountId}, region ${region}`;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return `an account that AWS does not name (${error.code})`;
  }
}
