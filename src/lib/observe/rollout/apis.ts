import {type ApisDeps, observeApis} from '../triggers/apis.js';
import type {ObservedRollout} from './rollout.js';

/** What was observed of an alias, with the APIs that get to it; asked only where its policy lets API Gateway in. Throws AwsError. */
export async function withApis(
  deps: ApisDeps,
  observed: ObservedRollout,
  signal?: AbortSignal,
): Promise<ObservedRollout> {
  const {alias, ref, httpCallers} = observed;
  if (!alias || !httpCallers?.some(({kind}) => kind === 'apiGateway')) return observed;
  const functionArn = alias.aliasArn.slice(0, -`:${ref.alias}`.length);
  return {...observed, apis: await observeApis(deps, {functionArn, owners: [ref]}, signal)};
}
