import {ReleaseError} from '../../errors.js';
import type {CallerIdentity} from '../../ports/identity.js';
import {assertAccount} from '../../service/environment/assert-account.js';
import {type Glanced, glanceOf, type ReleaseFileOptions} from '../../service/environment/glance-of.js';
import type {CommandPlace, PlaceOptions} from '../../service/environment/place-of.js';
import {errorOfSeveral} from '../../service/of-several.js';
import type {Ports} from '../../service/ports.js';
import {type AwsPlace, createWiring} from '../wiring.js';
import {settlePlace} from './settle-place.js';

/** Where a command acts, what it speaks to there, and as whom where that had to be asked. */
export interface OpenPlace {
  readonly place: CommandPlace;
  readonly aws: AwsPlace;
  readonly ports: Ports;
  /** The same in another region. */
  readonly inRegion: (region: string) => Ports;
  readonly caller: CallerIdentity | undefined;
}

interface How {
  /** Those that were named; none where the command acts without one. */
  readonly environments: readonly string[];
  readonly isOnCall: boolean;
  readonly throughPlaces: boolean;
  readonly variables: {readonly [name: string]: string | undefined};
}

/**
 * Every environment that was named, or the one place there is, each with clients and credentials of its own. All of them are seen to be
 * the right ones before anything else is asked of any. Throws UsageError, see placeOf; RefusedError for a wrong account; AwsError.
 */
export async function openPlaces(
  flags: ReleaseFileOptions & PlaceOptions,
  glanced: Glanced,
  {environments, isOnCall, throughPlaces, variables}: How,
): Promise<readonly [OpenPlace, ...OpenPlace[]]> {
  const settle = async (environment: string | undefined, index: number) => {
    const options = {...flags, environment};
    const known = index === 0 ? glanced : await glanceOf(options, process.cwd(), false);
    return settlePlace(options, known, isOnCall, throughPlaces);
  };
  const [first, ...others] = environments;
  const settled = await Promise.all([first, ...others].map(settle));
  const wirings = new Map<string, Ports>();
  // What goes to one place with the same credentials keeps to its quotas together.
  const wire = (aws: AwsPlace): Ports => {
    const key = JSON.stringify(aws);
    const ports = wirings.get(key) ?? createWiring(aws, variables);
    wirings.set(key, ports);
    return ports;
  };
  const opened = await Promise.allSettled(settled.map((each) => open(each, wire)));
  const places = opened.map((each, index) => {
    if (each.status === 'fulfilled') return each.value;
    throw toldOf(each.reason, environments, environments[index]);
  });
  return places as unknown as readonly [OpenPlace, ...OpenPlace[]];
}

async function open(
  {place, aws}: Pick<OpenPlace, 'place' | 'aws'>,
  wire: (aws: AwsPlace) => Ports,
): Promise<OpenPlace> {
  const ports = wire(aws);
  const inRegion = (region: string) => wire({...aws, region});
  return {place, aws, ports, inRegion, caller: await assertAccount(place, ports.identity)};
}

/** Of several, which one it is, and how to do what can be done without it. */
function toldOf(reason: unknown, environments: readonly string[], environment: string | undefined): unknown {
  const others = environments.filter((each) => each !== environment);
  if (others.length === 0 || !(reason instanceof ReleaseError)) return reason;
  return errorOfSeveral(reason, {
    differ: false,
    message: `That was ${environment}; nothing was done in ${others.join(', ')} either.`,
    suggestions: [`Or go on without it: --environment ${others.join(',')}`],
    details: {environment},
  });
}
