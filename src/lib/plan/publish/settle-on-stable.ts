import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {PublishPlan} from './publish.js';
import {isSameRelease} from './same-release.js';
import {isSignedAs} from './signing.js';

/**
 * A function that goes back to the very code and configuration that stable has needs no version of its own: a rollout would
 * compare it with itself. Then the plan is that nothing is published and stable is what is wanted; otherwise it is unchanged.
 */
export function settleOnStable(
  plan: PublishPlan,
  {alias, standing, versions}: Pick<ObservedRollout, 'alias' | 'standing' | 'versions'>,
): PublishPlan {
  const stable = alias && standing.kind === 'idle' ? versions.get(alias.stable) : undefined;
  if (plan.kind === 'create' || stable === undefined || stable.state !== 'Active') return plan;
  const wanted = plan.kind === 'nothing' ? plan.newest : certain(plan);
  if (wanted === undefined || wanted.version === stable.version) return plan;
  if (!isSameRelease(wanted, stable, plan.contentDigest) || !isSignedAs(stable, plan.signing)) return plan;
  const {functionName, contentDigest, zippedBytes, size, image, signing, layer, previousVersion} = plan;
  return {
    kind: 'nothing',
    ...{functionName, contentDigest, zippedBytes, changes: [], changedFields: []},
    ...(size && {size}),
    ...(image && {image}),
    ...(signing && {signing}),
    ...(layer && {layer}),
    ...(previousVersion !== undefined && {previousVersion}),
    codeSha256: stable.codeSha256,
    newest: stable,
  };
}

/** `$LATEST` as it is to be, unless its text is to change too, or a failed update leaves it open what it is. */
function certain({
  observed,
  expected,
  change,
}: Extract<PublishPlan, {kind: 'update'}>): FunctionConfiguration | undefined {
  return observed.lastUpdateStatus === 'Failed' || change.description !== undefined ? undefined : expected;
}
