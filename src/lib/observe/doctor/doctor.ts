import type {AliasRef} from '../../model/function/ref.js';
import {formatAliasRef} from '../../model/function/ref.js';
import type {Access, AccessPort, AccessTarget} from '../../ports/access.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import type {ConcurrencyPort} from '../../ports/lambda/concurrency.js';
import type {FunctionConfiguration, FunctionsPort} from '../../ports/lambda/functions.js';
import type {ProvisionedPort} from '../../ports/lambda/provisioned.js';
import type {Bypass, TriggersPort} from '../../ports/lambda/triggers.js';
import {inParallel} from '../in-parallel.js';
import {orDenied} from '../or-denied.js';
import {observeCapacity} from '../rollout/capacity.js';
import {withHttpCallers} from '../rollout/http-callers.js';
import {type ObservedRollout, observeRollout} from '../rollout/rollout.js';

/** Everything that is known of one function and the alias it is to be released through. */
export interface ObservedReadiness {
  readonly rollout: ObservedRollout;
  /** `$LATEST`; absent when the function does not exist. */
  readonly latest?: FunctionConfiguration;
  /** Absent when it could not be read. */
  readonly bypasses?: readonly Bypass[];
  /** A rollout would put weights on the alias. */
  readonly hasSteps: boolean;
}

interface ReadinessDeps {
  readonly functions: FunctionsPort;
  readonly aliases: AliasesPort;
  readonly concurrency: ConcurrencyPort;
  readonly provisioned: ProvisionedPort;
  readonly triggers: TriggersPort;
}

/**
 * What a rollout on this alias would meet. What the caller may not read is absent: doctor tells of it as a permission that
 * is denied. Throws every other AwsError.
 */
export async function observeReadiness(
  deps: ReadinessDeps,
  ref: AliasRef,
  hasSteps: boolean,
  signal?: AbortSignal,
): Promise<ObservedReadiness | undefined> {
  const rollout = await orDenied(observeRollout(deps, ref, [], signal));
  const latest = await orDenied(deps.functions.getFunction(ref.functionName, undefined, signal));
  if (rollout === undefined) return undefined;
  if (latest === undefined) return {rollout, hasSteps};
  const bypasses = await orDenied(deps.triggers.listBypasses(ref.functionName, signal));
  const withCallers = await withHttpCallers(deps, rollout, signal);
  const capacity = await observeCapacity(deps, ref.functionName, signal);
  return {
    rollout: {...withCallers, capacity},
    latest,
    hasSteps,
    ...(bypasses !== undefined && {bypasses}),
  };
}

/** At the same time; how fast the requests go out is the port's own care. */
const PARALLEL_TRIALS = 8;

interface TrialPlaces {
  readonly refs: readonly AliasRef[];
  readonly artifacts?: {readonly bucket: string; readonly prefix: string};
}

/** Actions to try on the same resources. */
export interface TriedActions {
  readonly actions: readonly string[];
  /** What they are needed for, in the words of a sentence. */
  readonly purpose: string;
  readonly resources: readonly string[];
  /** A release goes without them. */
  readonly isOptional?: true;
}

/** One permission as it was tried. */
export interface PermissionCheck {
  readonly action: string;
  /** What it was tried on. */
  readonly on: string;
  readonly purpose: string;
  /** A release goes without it. */
  readonly isOptional?: true;
  readonly access: Access;
}

/** Tries every action on every function that needs it, or once where it is not about a function. Throws AwsError, see AccessPort. */
export async function tryPermissions(
  access: AccessPort,
  groups: readonly TriedActions[],
  places: TrialPlaces,
  signal?: AbortSignal,
): Promise<readonly PermissionCheck[]> {
  const checks: PermissionCheck[] = [];
  for (const {actions, purpose, resources, isOptional} of groups) {
    for (const action of actions) {
      const targets = targetsOf(action, resources, places);
      const tried = await inParallel(targets, PARALLEL_TRIALS, async ({on, target}) => ({
        ...{action, on, purpose, ...(isOptional && {isOptional})},
        access: await access.tryAction(action, target, signal),
      }));
      checks.push(...tried);
    }
  }
  return checks;
}

function targetsOf(
  action: string,
  resources: readonly string[],
  {refs, artifacts}: TrialPlaces,
): readonly {readonly on: string; readonly target: AccessTarget}[] {
  if (action.startsWith('s3:')) {
    return artifacts ? [{on: `bucket ${artifacts.bucket}`, target: {bucket: artifacts.bucket}}] : [];
  }
  if (resources[0] === '*') return [{on: 'the account', target: {}}];
  if (/^(iam|ssm|kms|scheduler|ecr|signer):|Layer|:GetCodeSigningConfig$/.test(action))
    return resources.map((resource) => ({on: resource, target: {resource}}));
  if (action.startsWith('logs:')) {
    const groups = new Set(resources.map((resource) => resource.replace(/^.*:log-group:/, '').replace(/:\*$/, '')));
    return [...groups].map((logGroup) => ({on: `log group ${logGroup}`, target: {logGroup}}));
  }
  return refs.flatMap((ref) => {
    // A group is about the functions that set something, which need not be all of them.
    const resource = resources.find((each) => each.replace(/:\*$/, '').endsWith(`:function:${ref.functionName}`));
    return resource === undefined ? [] : [{on: formatAliasRef(ref), target: {ref, resource}}];
  });
}
