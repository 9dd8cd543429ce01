import {AwsError} from '../../errors.js';
import {type ApiRoute, apiIdOf, isBeside, routesTo} from '../../model/trigger/api.js';
import type {ServedApi} from '../../model/trigger/served-api.js';
import type {PolicyStatement} from '../../model/trigger/statement.js';
import type {ApisPort} from '../../ports/triggers/apis.js';
import type {PoliciesPort, PolicyOwner} from '../../ports/triggers/policies.js';

/** How APIs get to a function. */
export interface ObservedApis {
  readonly routes: readonly ApiRoute[];
  readonly unread: readonly UnreadApi[];
}

export interface ObservedServedApis extends ObservedApis {
  readonly served: readonly ServedApi[];
}

/** An API that could not be read. */
export interface UnreadApi {
  readonly apiId: string;
  /** The caller may not; anything else, such as throttling, may be over the next time. */
  readonly isDenied: boolean;
  /** In the words of the error. */
  readonly why: string;
}

export interface ApisDeps {
  readonly callers: {readonly apis: ApisPort; readonly policies: PoliciesPort};
}

const API_GATEWAY = 'apigateway.amazonaws.com';

/**
 * The APIs that the resource policies of these owners, the function or its aliases, let in, and no other: without such a statement an API gets through only
 * with a role of its own. One that cannot be read is named, for a release goes without it. Throws AwsError of the policies.
 */
export async function observeApis(
  {callers: {apis, policies}}: ApisDeps,
  {functionArn, owners}: {readonly functionArn: string; readonly owners: readonly PolicyOwner[]},
  signal?: AbortSignal,
): Promise<ObservedApis> {
  const statements: PolicyStatement[] = [];
  for (const owner of owners) statements.push(...(await policies.readPolicy(owner, signal)).statements);
  const {found, unread} = await readEach(apiIdsIn(functionArn, statements), (id) => apis.readApi(id, signal));
  return {routes: found.flatMap((api) => routesTo(functionArn, api)), unread};
}

/** The same by statements that were read already, with what the stages of those APIs serve. Throws no AwsError. */
export async function observeServedApis(
  {callers: {apis}}: {readonly callers: {readonly apis: ApisPort}},
  {functionArn, statements}: {readonly functionArn: string; readonly statements: readonly PolicyStatement[]},
  signal?: AbortSignal,
): Promise<ObservedServedApis> {
  const {found, unread} = await readEach(apiIdsIn(functionArn, statements), async (id) => {
    const api = await apis.readApi(id, signal);
    const served = api && (await apis.readServedApi(id, signal));
    return api && served && {api, served};
  });
  const routes = found.flatMap(({api}) => routesTo(functionArn, api));
  return {routes, served: found.map((each) => each.served), unread};
}

function apiIdsIn(functionArn: string, statements: readonly PolicyStatement[]): ReadonlySet<string> {
  const ofApis = statements.filter(({principal}) => principal === API_GATEWAY);
  return new Set(ofApis.flatMap(({sourceArn}) => (isBeside(functionArn, sourceArn) ? (apiIdOf(sourceArn) ?? []) : [])));
}

async function readEach<Read>(ids: ReadonlySet<string>, read: (id: string) => Promise<Read | undefined>) {
  const found: Read[] = [];
  const unread: UnreadApi[] = [];
  for (const apiId of ids) {
    try {
      const one = await read(apiId);
      if (one) found.push(one);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      unread.push({apiId, isDenied: error.code === 'ACCESS_DENIED', why: error.message});
    }
  }
  return {found, unread};
}
