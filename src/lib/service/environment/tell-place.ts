import type {CallerIdentity} from '../../ports/identity.js';
import {placeName} from '../on-call-file.js';
import type {Session} from '../session.js';
import type {CommandPlace} from './place-of.js';

/** Code of the warning of a command that goes on without any of the file's environments. */
const NOT_NAMED = 'ENVIRONMENT_NOT_NAMED';

/**
 * Says where a command acts that goes on without an environment, as a warning; with `works`, for one that changes something, where its
 * environment is.
 */
export async function tellPlace(
  session: Session,
  place: CommandPlace,
  caller: CallerIdentity | undefined,
  works: boolean,
): Promise<void> {
  const {environment, unnamed} = place;
  if (unnamed) {
    session.events.emit({
      type: 'warning',
      code: NOT_NAMED,
      message:
        `The release file has environments, and none is named: ${unnamed.join(', ')}. ` +
        `Going on without the file, in ${await placeName(session)}.`,
    });
  }
  if (environment && works) await session.host.show(placeLine(place, caller));
}

function placeLine(
  {environment, region, regions, profile, role, absentProfile}: CommandPlace,
  caller: CallerIdentity | undefined,
): string {
  const parts = [
    caller && `account ${caller.accountId}`,
    regions ? `regions ${regions.join(', ')}` : (caller?.region ?? region) && `region ${caller?.region ?? region}`,
    role === undefined ? profile && `profile ${profile}` : `as ${caller?.arn ?? role}`,
    absentProfile && `profile ${absentProfile} is not on this machine, so with the credentials that are`,
  ];
  const known = parts.filter(Boolean);
  return `In ${environment?.name}${known.length > 0 ? `: ${known.join(', ')}` : ''}.`;
}
