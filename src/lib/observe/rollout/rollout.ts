import type {AlarmReading} from '../../analysis/signal-readings.js';
import type {AliasState} from '../../model/alias/state.js';
import type {AliasRef} from '../../model/function/ref.js';
import {type RolloutStanding, rolloutStanding} from '../../model/rollout/standing.js';
import type {Version} from '../../model/versions/version.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import type {FunctionConfiguration, FunctionsPort} from '../../ports/lambda/functions.js';
import type {ProvisionedPort} from '../../ports/lambda/provisioned.js';
import type {HttpCaller} from '../../ports/lambda/triggers.js';
import type {ObservedApis} from '../triggers/apis.js';
import type {ObservedCapacity} from './capacity.js';
import {readLivingAlias} from './living-alias.js';

/** Everything a plan about one alias looks at. */
export interface ObservedRollout {
  readonly ref: AliasRef;
  readonly functionExists: boolean;
  /** Absent when there is no such alias. */
  readonly alias?: AliasState;
  /** `idle` when there is no such alias. */
  readonly standing: RolloutStanding;
  /** The alias's versions and those asked for, as far as they exist. Environments in them are secret. */
  readonly versions: ReadonlyMap<Version, FunctionConfiguration>;
  /** Provisioned concurrency asked for on the alias; absent when there is none. */
  readonly provisionedConcurrency?: number;
  /** Absent when it was not asked for. */
  readonly capacity?: ObservedCapacity;
  /** The alarms that a rollout is to mind, as they stand; absent when none are named. */
  readonly alarms?: readonly AlarmReading[];
  /** Absent when it was not asked for, or may not be read. */
  readonly httpCallers?: readonly HttpCaller[];
  /** How APIs get to the alias; absent when it was not asked for, or none may. */
  readonly apis?: ObservedApis;
}

export interface ObserveDeps {
  readonly aliases: AliasesPort;
  readonly functions: FunctionsPort;
  readonly provisioned: ProvisionedPort;
}

/**
 * Reads an alias, the rollout in it, the configuration of its versions and of those `wanted`, and its provisioned
 * concurrency. Throws AwsError; what does not exist is no error, it is absent.
 */
export async function observeRollout(
  deps: ObserveDeps,
  ref: AliasRef,
  wanted: readonly Version[] = [],
  signal?: AbortSignal,
): Promise<ObservedRollout> {
  const alias = await readLivingAlias(deps, ref, signal);
  const standing: RolloutStanding = alias ? rolloutStanding(alias) : {kind: 'idle'};
  const versions = new Map<Version, FunctionConfiguration>();
  for (const version of versionsOf(alias, standing, wanted)) {
    const configuration = await deps.functions.getFunction(ref.functionName, version, signal);
    if (configuration) versions.set(version, configuration);
  }
  const provisioned = alias && (await deps.provisioned.getProvisioned(ref, signal));
  const functionExists =
    alias !== undefined ||
    versions.size > 0 ||
    (await deps.functions.getFunction(ref.functionName, undefined, signal)) !== undefined;
  return {
    ref,
    functionExists,
    ...(alias && {alias}),
    standing,
    versions,
    ...(provisioned && {provisionedConcurrency: provisioned.requested}),
  };
}

function versionsOf(
  alias: AliasState | undefined,
  standing: RolloutStanding,
  wanted: readonly Version[],
): ReadonlySet<Version> {
  const marker = 'marker' in standing ? standing.marker : undefined;
  const named = [alias?.stable, alias?.candidate?.version, marker?.stable, marker?.candidate, ...wanted];
  return new Set(named.filter((version): version is Version => version !== undefined));
}
