import type {FunctionRef} from '../model/function-ref.js';
import type {AliasesPort} from '../ports/aliases.js';
import type {FunctionConfiguration, FunctionsPort} from '../ports/functions.js';
import {defaultLogGroup, type LogStreamsOf} from './log-streams.js';

/** Streams of one log group, and what must not be shown of them. */
export interface LogSource extends LogStreamsOf {
  readonly secrets: readonly string[];
}

export interface LogSourceDeps {
  readonly functions: FunctionsPort;
  readonly aliases: AliasesPort;
}

/**
 * Where the lines of `fn:version`, of the versions behind `fn:alias`, or of all versions of `fn` go. `undefined` when it
 * does not exist. Throws AwsError. A version's log group is its own: it is part of what a version freezes.
 */
export async function observeLogSources(
  deps: LogSourceDeps,
  {functionName, qualifier}: FunctionRef,
  signal?: AbortSignal,
): Promise<readonly LogSource[] | undefined> {
  if (qualifier === undefined) return wholeFunction(deps, functionName, signal);
  const versions = await versionsOf(deps, {functionName, qualifier}, signal);
  if (versions === undefined) return undefined;
  const sources: LogSource[] = [];
  for (const version of versions) {
    const configuration = await deps.functions.getFunction(functionName, version, signal);
    if (configuration === undefined) return undefined;
    sources.push(toSource(configuration, version));
  }
  return sources;
}

/** The source of one version, for whoever has read its configuration. */
export function toSource(configuration: FunctionConfiguration, version?: string): LogSource {
  const {functionName, logGroup = defaultLogGroup(functionName), environment} = configuration;
  return {functionName, logGroup, secrets: Object.values(environment), ...(version !== undefined && {version})};
}

async function versionsOf(
  {aliases}: LogSourceDeps,
  {functionName, qualifier}: Required<FunctionRef>,
  signal?: AbortSignal,
): Promise<readonly string[] | undefined> {
  if (qualifier === '$LATEST' || /^\d+$/.test(qualifier)) return [qualifier];
  const alias = await aliases.getAlias({functionName, alias: qualifier}, signal);
  return alias && [alias.stable, ...(alias.candidate ? [alias.candidate.version] : [])];
}

/** Versions may log to groups of their own, and the secrets of any of them may stand in a line of the group. */
async function wholeFunction(
  {functions}: LogSourceDeps,
  functionName: string,
  signal?: AbortSignal,
): Promise<readonly LogSource[] | undefined> {
  const latest = await functions.getFunction(functionName, undefined, signal);
  if (latest === undefined) return undefined;
  const all = [latest, ...(await functions.listVersions(functionName, signal))].map((each) => toSource(each));
  const secrets = [...new Set(all.flatMap((source) => source.secrets))];
  const groups = new Set(all.map((source) => source.logGroup));
  return [...groups].map((logGroup) => ({functionName, logGroup, secrets}));
}
