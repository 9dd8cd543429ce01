import type {Version} from '../../model/versions/version.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import type {FunctionsPort} from '../../ports/lambda/functions.js';
import type {ProvisionedPort} from '../../ports/lambda/provisioned.js';
import type {EventSource, TriggersPort} from '../../ports/lambda/triggers.js';
import type {CodeStorage, VersionsPort} from '../../ports/lambda/versions.js';
import {inParallel} from '../in-parallel.js';
import {type ObservedVersions, observeVersions} from './versions.js';

/** What a prune decides on. */
export interface ObservedPrune extends ObservedVersions {
  /** Of this function. */
  readonly eventSources: readonly EventSource[];
  /** Of those versions whose executions are durable. */
  readonly executions: ReadonlyMap<Version, number>;
  readonly storage: CodeStorage;
}

interface PruneDeps {
  readonly functions: FunctionsPort;
  readonly aliases: AliasesPort;
  readonly provisioned: ProvisionedPort;
  readonly triggers: TriggersPort;
  readonly versions: VersionsPort;
}

/** At the same time; how fast the requests go out is the port's own care. */
const PARALLEL_VERSIONS = 8;

/** Reads everything that could need one of a function's versions, and the account's code storage. Throws AwsError. */
export async function observePrune(
  deps: PruneDeps,
  functionName: string,
  signal?: AbortSignal,
): Promise<ObservedPrune> {
  const [observed, eventSources, storage] = await Promise.all([
    observeVersions(deps, functionName, signal),
    deps.triggers.listEventSources(signal),
    deps.versions.getCodeStorage(signal),
  ]);
  const durable = observed.versions.filter(({isDurable}) => isDurable === true);
  const running = await inParallel(durable, PARALLEL_VERSIONS, ({version}) =>
    deps.versions.countRunningExecutions(functionName, version, signal),
  );
  return {
    ...observed,
    executions: new Map(durable.map(({version}, index) => [version, running[index] ?? 0])),
    eventSources: eventSources.filter((source) => source.functionName === functionName),
    storage,
  };
}
