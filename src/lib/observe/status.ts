import type {AliasState} from '../model/alias-state.js';
import {type RolloutStanding, rolloutStanding} from '../model/rollout-standing.js';
import type {Version} from '../model/version.js';
import type {AliasesPort} from '../ports/aliases.js';
import type {ConcurrencyPort} from '../ports/concurrency.js';
import type {FunctionsPort} from '../ports/functions.js';

/** A function at a glance. */
export interface FunctionStatus {
  readonly functionName: string;
  readonly aliases: readonly {readonly alias: AliasState; readonly standing: RolloutStanding}[];
  /** Absent when nothing is reserved; 0 means the function is stopped. */
  readonly reservedConcurrency?: number;
  /** Absent when nothing was ever published. */
  readonly latestVersion?: Version;
}

interface StatusDeps {
  readonly functions: FunctionsPort;
  readonly aliases: AliasesPort;
  readonly concurrency: ConcurrencyPort;
}

/**
 * Reads a function's aliases with the rollouts in them, its newest version and its reserved concurrency; `undefined`
 * when there is no such function. Throws AwsError.
 */
export async function observeStatus(
  {functions, aliases, concurrency}: StatusDeps,
  {functionName, alias}: {readonly functionName: string; readonly alias?: string | undefined},
  signal?: AbortSignal,
): Promise<FunctionStatus | undefined> {
  if ((await functions.getFunction(functionName, undefined, signal)) === undefined) return undefined;
  const [listed, versions, reservedConcurrency] = await Promise.all([
    aliases.listAliases(functionName, signal),
    functions.listVersions(functionName, signal),
    concurrency.getReserved(functionName, signal),
  ]);
  const latestVersion = versions.at(-1)?.version;
  return {
    functionName,
    aliases: listed
      .filter((each) => alias === undefined || each.alias === alias)
      .map((each) => ({alias: each, standing: rolloutStanding(each)})),
    ...(reservedConcurrency !== undefined && {reservedConcurrency}),
    ...(latestVersion !== undefined && {latestVersion}),
  };
}
