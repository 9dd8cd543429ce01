import {UsageError} from '../../errors.js';
import type {FunctionRef} from '../../model/function-ref.js';
import {observeVersions} from '../../observe/versions/versions.js';
import {toHistory} from '../../plan/versions/history.js';
import type {HistoryReport} from '../../report/result/versions/history-text.js';
import {notThere, ofExisting} from '../not-there.js';
import type {Session} from '../session.js';

/** The newest releases of a function, or what became of them behind one alias. Throws UsageError, RefusedError, AwsError. */
export async function history(
  {paced}: Session,
  {functionName, qualifier: alias}: FunctionRef,
  {limit}: {readonly limit: number},
  signal: AbortSignal,
): Promise<HistoryReport> {
  if (alias !== undefined && /^(\d+|\$LATEST)$/.test(alias)) throw noAlias(functionName, alias);
  const observed = await ofExisting({functionName}, observeVersions(paced, functionName, signal));
  if (alias !== undefined && !observed.aliases.some((each) => each.alias === alias)) {
    throw notThere({functionName, qualifier: alias});
  }
  const entries = toHistory(observed, alias);
  const releases = entries.slice(0, limit);
  return {functionName, ...(alias !== undefined && {alias}), releases, older: entries.length - releases.length};
}

function noAlias(functionName: string, qualifier: string): UsageError {
  return new UsageError(`${functionName}:${qualifier} is a version, and a history is of a function or an alias.`, {
    code: 'ALIAS_EXPECTED',
    suggestions: [
      `All of it: lambda-release history ${functionName}`,
      `Two versions beside each other: lambda-release versions diff ${functionName} 7 8`,
    ],
  });
}
