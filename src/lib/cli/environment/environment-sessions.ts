import {assertAccount} from '../../service/environment/assert-account.js';
import {glanceOf, type ReleaseFileOptions} from '../../service/environment/glance-of.js';
import type {PlaceOptions} from '../../service/environment/place-of.js';
import type {Session} from '../../service/session.js';
import type {EnvironmentRegion} from '../../service/status/environments.js';

/** Every place of a release file, and how to open a session there; it throws what opening the first one would. */
export interface EnvironmentSessions {
  readonly places: () => Promise<readonly EnvironmentRegion[]>;
  readonly open: (place: EnvironmentRegion) => Promise<Session>;
}

interface SessionsOptions {
  readonly flags: ReleaseFileOptions & PlaceOptions;
  /** Tells of the work of all of them. */
  readonly session: Session;
  readonly environments: readonly string[];
}

/** Sessions in the environments of a release file: each in its account, under its role, in its region. */
export function environmentSessions({flags, session, environments}: SessionsOptions): EnvironmentSessions {
  const glance = (environment: string) => glanceOf({...flags, environment}, session.folder, false);
  return {
    async places() {
      const found = environments.map(async (environment) => {
        const regions = (await glance(environment)).glance?.place?.regions ?? [];
        if (flags.region !== undefined || regions.length < 2) return [{environment}];
        return regions.map((region) => ({environment, region}));
      });
      return (await Promise.all(found)).flat();
    },
    async open({environment, region = flags.region}) {
      const [{createWiring}, {settlePlace}] = await Promise.all([import('../wiring.js'), import('./settle-place.js')]);
      const {place, aws} = await settlePlace({...flags, environment, region}, await glance(environment), false);
      const ports = createWiring(aws, session.environment);
      await assertAccount(place, ports.identity);
      return {...session, ...ports, environmentName: environment};
    },
  };
}
