import type {FunctionRef} from '../../model/function/ref.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import {observeQualified, type QualifiedDeps} from '../versions/qualified-versions.js';
import {defaultLogGroup, type LogStreamsOf} from './log-streams.js';

/** Streams of one log group, and what must not be shown of them. */
export interface LogSource extends LogStreamsOf {
  readonly secrets: readonly string[];
}

/**
 * Where the lines of `fn:version`, of the versions behind `fn:alias`, or of all versions of `fn` go. `undefined` when it
 * does not exist. Throws AwsError. A version's log group is its own: it is part of what a version freezes.
 */
export async function observeLogSources(
  deps: QualifiedDeps,
  ref: FunctionRef,
  signal?: AbortSignal,
): Promise<readonly LogSource[] | undefined> {
  const configurations = await observeQualified(deps, ref, signal);
  if (configurations === undefined) return undefined;
  if (ref.qualifier !== undefined) return configurations.map(versionSource);
  const published = await deps.functions.listVersions(ref.functionName, signal);
  return wholeFunction(ref.functionName, [...configurations, ...published]);
}

/**
 * Where a version's lines went when it is not there any more: to the groups of the versions that are, and to Lambda's own. `undefined`
 * when it is no version, or the function is gone as well. Throws AwsError.
 */
export async function observeDeletedSources(
  deps: QualifiedDeps,
  {functionName, qualifier = ''}: FunctionRef,
  signal?: AbortSignal,
): Promise<readonly LogSource[] | undefined> {
  if (!/^\d+$/.test(qualifier)) return undefined;
  const sources = await observeLogSources(deps, {functionName}, signal);
  if (sources === undefined) return undefined;
  const secrets = [...new Set(sources.flatMap((source) => source.secrets))];
  const groups = new Set([...sources.map(({logGroup}) => logGroup), defaultLogGroup(functionName)]);
  return [...groups].map((logGroup) => ({functionName, version: qualifier, logGroup, secrets}));
}

/** The source of one version. */
export function versionSource({functionName, version, logGroup, environment}: FunctionConfiguration): LogSource {
  const secrets = Object.values(environment);
  return {functionName, version, logGroup: logGroup ?? defaultLogGroup(functionName), secrets};
}

/** Versions may log to groups of their own, and the secrets of any of them may stand in a line of the group. */
function wholeFunction(functionName: string, all: readonly FunctionConfiguration[]): readonly LogSource[] {
  const sources = all.map(versionSource);
  const secrets = [...new Set(sources.flatMap((source) => source.secrets))];
  const groups = new Set(sources.map((source) => source.logGroup));
  return [...groups].map((logGroup) => ({functionName, logGroup, secrets}));
}
