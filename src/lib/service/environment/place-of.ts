import {environmentMissing} from '../../config/environment/environment-error.js';
import type {EnvironmentPlace} from '../../config/environment/environment-schema.js';
import {UsageError} from '../../errors.js';
import type {Glanced} from './glance-of.js';

/** What a person says of where a command acts; it goes before the environment. */
export interface PlaceOptions {
  readonly environment?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

/** Where a command acts, as far as anybody says; the AWS SDK finds the rest by itself. */
export interface CommandPlace {
  /** Absent when the file has none, or none was named. */
  readonly environment?: EnvironmentPlace;
  readonly region?: string;
  readonly profile?: string;
  readonly role?: string;
  /** The environments of a file none of which was named: the command goes on without the file. */
  readonly unnamed?: readonly string[];
  /** The environment's profile that this machine does not have. */
  readonly absentProfile?: string;
  /** Every region of the environment, where it has several and the command goes through all of them; `region` is the first. */
  readonly regions?: readonly string[];
}

interface PlaceQuestion {
  readonly options: PlaceOptions;
  readonly glanced: Glanced;
  /** Whether it looks or goes back, of a target named in full: then it goes on where the credentials point. */
  readonly isOnCall: boolean;
  /** Whether it goes through all regions of the environment. */
  readonly throughPlaces?: boolean | undefined;
  readonly hasProfile: (name: string) => Promise<boolean>;
}

/**
 * Where a command acts: by its options, else by the environment. Throws UsageError (exit 2) when it would have to name an
 * environment or one of its regions, and when the environment that it named cannot be read.
 */
export async function placeOf({
  options,
  glanced,
  isOnCall,
  throughPlaces,
  hasProfile,
}: PlaceQuestion): Promise<CommandPlace> {
  const {region, profile} = options;
  const asked = {...(region !== undefined && {region}), ...(profile !== undefined && {profile})};
  const {glance, problem} = glanced;
  if (problem && options.environment) throw unreadable(options.environment, problem);
  if (glance === undefined || glance.environments.length === 0) return asked;
  const {place: environment} = glance;
  if (environment === undefined) {
    if (!isOnCall) throw environmentMissing({file: glance.file, names: glance.environments});
    return {...asked, unnamed: glance.environments};
  }
  const [only, another] = environment.regions;
  const isThrough = region === undefined && another !== undefined;
  if (isThrough && !throughPlaces) throw severalRegions(environment);
  return {
    ...(isThrough && {regions: environment.regions}),
    ...(only !== undefined && {region: only}),
    ...(await profileOf(environment, profile, hasProfile)),
    ...asked,
    ...(environment.role !== undefined && {role: environment.role}),
    environment,
  };
}

/** A runner has no profiles: where the account is written down, and so looked at, its own credentials do as well. */
async function profileOf(
  {account, profile}: EnvironmentPlace,
  named: string | undefined,
  hasProfile: (name: string) => Promise<boolean>,
): Promise<Pick<CommandPlace, 'profile' | 'absentProfile'>> {
  if (profile === undefined || named !== undefined) return {};
  return account === undefined || (await hasProfile(profile)) ? {profile} : {absentProfile: profile};
}

/** The error of a command that works in one region, in an environment that is in several. */
export function severalRegions({name, regions}: Pick<EnvironmentPlace, 'name' | 'regions'>): UsageError {
  return new UsageError(`${name} is in several regions, and a command works in one: ${regions.join(', ')}.`, {
    code: 'REGION_AMBIGUOUS',
    suggestions: [`Name it: ${regions.map((region) => `--region ${region}`).join(' or ')}`],
    details: {environment: name, regions},
  });
}

/** Acting elsewhere than in the environment that was named would be worse than not acting. */
function unreadable(name: string, problem: UsageError): UsageError {
  if (problem.code === 'ENVIRONMENT_UNKNOWN') return problem;
  return new UsageError(`${problem.message}\nSo nobody knows where "${name}" is.`, {
    code: problem.code,
    suggestions: [
      ...problem.suggestions,
      'To look or go back all the same, name no environment and say where: unset LAMBDA_RELEASE_ENVIRONMENT, with --region and --profile.',
    ],
    details: {...problem.details, environment: name},
    cause: problem,
  });
}
