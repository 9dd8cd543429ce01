import type {AliasesPort} from '../../ports/aliases.js';
import type {FunctionsPort} from '../../ports/functions.js';
import type {EventSource, TriggersPort} from '../../ports/triggers.js';
import type {CodeStorage, VersionsPort} from '../../ports/versions.js';
import {type ObservedVersions, observeVersions} from './versions.js';

/** What a prune decides on. */
export interface ObservedPrune extends ObservedVersions {
  /** Of this function. */
  readonly eventSources: readonly EventSource[];
  readonly storage: CodeStorage;
}

interface PruneDeps {
  readonly functions: FunctionsPort;
  readonly aliases: AliasesPort;
  readonly triggers: TriggersPort;
  readonly versions: VersionsPort;
}

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
  return {
    ...observed,
    eventSources: eventSources.filter((source) => source.functionName === functionName),
    storage,
  };
}
