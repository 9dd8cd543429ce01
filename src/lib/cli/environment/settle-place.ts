import {hasProfile} from '../../aws/profiles.js';
import type {Glanced} from '../../service/environment/glance-of.js';
import {type CommandPlace, type PlaceOptions, placeOf} from '../../service/environment/place-of.js';
import type {AwsPlace} from '../wiring.js';
import {sessionNameOf} from './session-name.js';

/** Where a command acts, in words and for the AWS SDK. Throws UsageError; see placeOf. */
export async function settlePlace(
  options: PlaceOptions,
  glanced: Glanced,
  isOnCall: boolean,
  throughPlaces = false,
): Promise<{readonly place: CommandPlace; readonly aws: AwsPlace}> {
  const place = await placeOf({options, glanced, isOnCall, throughPlaces, hasProfile});
  const {region, profile, role} = place;
  const assumedRole = role === undefined ? undefined : {arn: role, sessionName: sessionNameOf(process.env)};
  return {place, aws: {region, profile, assumedRole}};
}
