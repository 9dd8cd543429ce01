import {AwsError} from '../../errors.js';
import {type ApiRoute, apiIdOf, isBeside, routesTo} from '../../model/trigger/api.js';
import type {ApisPort} from '../../ports/triggers/apis.js';
import type {PoliciesPort, PolicyOwner} from '../../ports/triggers/policies.js';

/** How APIs get to a function. */
export interface ObservedApis {
  readonly routes: readonly ApiRoute[];
  readonly unread: readonly UnreadApi[];
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
  const ids = new Set<string>();
  for (const owner of owners) {
    const {statements} = await policies.readPolicy(owner, signal);
    for (const {principal, sourceArn} of statements) {
      const id = principal === API_GATEWAY ? apiIdOf(sourceArn) : undefined;
      if (id !== undefined && isBeside(functionArn, sourceArn)) ids.add(id);
    }
  }
  const routes: ApiRoute[] = [];
  const unread: UnreadApi[] = [];
  for (const id of ids) {
    try {
      const api = await apis.readApi(id, signal);
      if (api) routes.push(...routesTo(functionArn, api));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      unread.push({apiId: id, isDenied: error.code === 'ACCESS_DENIED', why: error.message});
    }
  }
  return {routes, unread};
}
