import {AwsError} from '../../errors.js';
import {type ApiRoute, apiIdOf, routesTo} from '../../model/trigger/api.js';
import type {ApisPort} from '../../ports/triggers/apis.js';
import type {PoliciesPort, PolicyOwner} from '../../ports/triggers/policies.js';

/** How APIs get to a function. */
export interface ObservedApis {
  readonly routes: readonly ApiRoute[];
  /** Ids of those that could not be read. */
  readonly unread: readonly string[];
}

export interface ApisDeps {
  readonly callers: {readonly apis: ApisPort; readonly policies: PoliciesPort};
}

const API_GATEWAY = 'apigateway.amazonaws.com';

/**
 * The APIs that the resource policies of these owners let in, and no other: without such a statement an API gets through only
 * with a role of its own. One that cannot be read is named, for a release goes without it. Throws AwsError of the policies.
 */
export async function observeApis(
  {callers: {apis, policies}}: ApisDeps,
  owners: readonly PolicyOwner[],
  signal?: AbortSignal,
): Promise<ObservedApis> {
  const functionNames = new Set<string>();
  const ids = new Set<string>();
  for (const owner of owners) {
    functionNames.add(owner.functionName);
    const {statements} = await policies.readPolicy(owner, signal);
    for (const {principal, sourceArn} of statements) {
      const id = principal === API_GATEWAY ? apiIdOf(sourceArn) : undefined;
      if (id !== undefined) ids.add(id);
    }
  }
  const routes: ApiRoute[] = [];
  const unread: string[] = [];
  for (const id of ids) {
    try {
      const api = await apis.readApi(id, signal);
      if (api) routes.push(...[...functionNames].flatMap((functionName) => routesTo(functionName, api)));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      unread.push(id);
    }
  }
  return {routes, unread};
}
