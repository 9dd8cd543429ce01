import {AwsError} from '../../errors.js';
import type {AliasState} from '../../model/alias/state.js';
import {compareVersions, type Version} from '../../model/versions/version.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import type {AccountConcurrency, ConcurrencyPort} from '../../ports/lambda/concurrency.js';
import type {FunctionConfiguration, FunctionsPort} from '../../ports/lambda/functions.js';
import type {ProvisionedConcurrency, ProvisionedPort} from '../../ports/lambda/provisioned.js';
import type {EventSource, TriggersPort} from '../../ports/lambda/triggers.js';
import {inParallel} from '../in-parallel.js';

/** What a status looks at of one function. Environments in it are secret. */
export interface ObservedFunctionStatus {
  readonly functionName: string;
  readonly latest: FunctionConfiguration;
  /** The named alias, or all of them. */
  readonly aliases: readonly AliasState[];
  /** The versions those aliases send traffic to, as far as they exist. */
  readonly served: ReadonlyMap<Version, FunctionConfiguration>;
  readonly provisioned: readonly ProvisionedConcurrency[];
  /** Versions with provisioned concurrency that none of the function's aliases sends traffic to, as far as they exist. */
  readonly idle: readonly FunctionConfiguration[];
  readonly eventSources: readonly EventSource[];
  /** Absent when nothing was ever published. */
  readonly latestVersion?: Version;
}

/** A function, and the alias that was named with it. */
export interface StatusTarget {
  readonly functionName: string;
  readonly alias?: string | undefined;
}

/** What a status can do without. */
export type StatusExtra = 'account' | 'eventSources' | 'provisioned';

export interface ObservedStatus {
  /** Absent when the caller may not read it. */
  readonly account?: AccountConcurrency;
  readonly functions: readonly ObservedFunctionStatus[];
  /** Functions and aliases that do not exist, as they were named. */
  readonly missing: readonly string[];
  /** What the caller may not read: nothing odd about it is found. */
  readonly denied: readonly StatusExtra[];
}

interface StatusDeps {
  readonly functions: FunctionsPort;
  readonly aliases: AliasesPort;
  readonly concurrency: ConcurrencyPort;
  readonly provisioned: ProvisionedPort;
  readonly triggers: TriggersPort;
}

/** Functions that are read at the same time; how fast the requests go out is the ports' own care. */
const AT_A_TIME = 4;

/**
 * Reads what a status shows of any number of functions: about five requests each, and the account's pool and the
 * region's event sources once. What does not exist is no error, nor is what only adds to the picture and is denied to the
 * caller. Throws AwsError.
 */
export async function observeStatus(
  deps: StatusDeps,
  targets: readonly StatusTarget[],
  {onProgress}: {readonly onProgress?: (functionsSeen: number) => void} = {},
  signal?: AbortSignal,
): Promise<ObservedStatus> {
  const denied = new Set<StatusExtra>();
  const [account, eventSources = []] = await Promise.all([
    unlessDenied(denied, 'account', () => deps.concurrency.getAccountConcurrency(signal)),
    unlessDenied(denied, 'eventSources', () => deps.triggers.listEventSources(signal)),
  ]);
  let seen = 0;
  const observed = await inParallel(targets, AT_A_TIME, async (target) => {
    signal?.throwIfAborted();
    const status = await observeFunctionStatus(deps, target, {eventSources, denied}, signal);
    seen += 1;
    onProgress?.(seen);
    return status;
  });
  const functions = observed.filter((status) => status !== undefined);
  const missing = targets.flatMap(({functionName, alias}, index) => {
    const status = observed[index];
    if (status === undefined) return [functionName];
    return alias !== undefined && status.aliases.length === 0 ? [`${functionName}:${alias}`] : [];
  });
  return {...(account && {account}), functions, missing, denied: [...denied]};
}

async function unlessDenied<Value>(
  denied: Set<StatusExtra>,
  extra: StatusExtra,
  read: () => Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ACCESS_DENIED') throw error;
    denied.add(extra);
    return undefined;
  }
}

async function observeFunctionStatus(
  deps: StatusDeps,
  {functionName, alias}: StatusTarget,
  {eventSources, denied}: {readonly eventSources: readonly EventSource[]; readonly denied: Set<StatusExtra>},
  signal?: AbortSignal,
): Promise<ObservedFunctionStatus | undefined> {
  const {functions, aliases} = deps;
  const latest = await functions.getFunction(functionName, undefined, signal);
  if (latest === undefined) return undefined;
  const [listed, versions, provisioned = []] = await Promise.all([
    aliases.listAliases(functionName, signal),
    functions.listVersions(functionName, signal),
    unlessDenied(denied, 'provisioned', () => deps.provisioned.listProvisioned(functionName, signal)),
  ]);
  const shown = listed.filter((each) => alias === undefined || each.alias === alias);
  const served = new Map<Version, FunctionConfiguration>();
  for (const version of versionsOf(shown)) {
    const configuration = await functions.getFunction(functionName, version, signal);
    if (configuration) served.set(version, configuration);
  }
  const everywhere = versionsOf(listed);
  const isIdle = (version: Version) =>
    !everywhere.has(version) && provisioned.some(({qualifier}) => qualifier === version);
  const latestVersion = versions
    .map(({version}) => version)
    .sort(compareVersions)
    .at(-1);
  return {
    functionName,
    latest,
    aliases: shown,
    served,
    provisioned,
    idle: versions.filter(({version}) => isIdle(version)),
    eventSources: eventSources.filter((source) => source.functionName === functionName),
    ...(latestVersion !== undefined && {latestVersion}),
  };
}

function versionsOf(aliases: readonly AliasState[]): ReadonlySet<Version> {
  return new Set(
    aliases
      .flatMap(({stable, candidate}) => [stable, ...(candidate ? [candidate.version] : [])])
      .filter((version) => version !== '$LATEST'),
  );
}
