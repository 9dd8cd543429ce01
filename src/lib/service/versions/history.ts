import {UsageError} from '../../errors.js';
import type {FunctionRef} from '../../model/function/ref.js';
import {observeVersions} from '../../observe/versions/versions.js';
import {toHistory} from '../../plan/versions/history.js';
import type {HistoryReport} from '../../report/result/versions/history-text.js';
import {notThere, ofExisting} from '../not-there.js';
import {findFileOnCall} from '../on-call-file.js';
import type {Session} from '../session.js';
import {readRecord} from './read-record.js';

interface HistoryOptions {
  readonly limit: number;
  /** Log group of the record; that of the release file without it. */
  readonly record?: string | undefined;
  readonly config?: string | undefined;
}

/** The newest releases of a function, or what became of them behind one alias. Throws UsageError, RefusedError, AwsError. */
export async function history(
  session: Session,
  {functionName, qualifier: alias}: FunctionRef,
  options: HistoryOptions,
  signal: AbortSignal,
): Promise<HistoryReport> {
  if (alias !== undefined && /^(\d+|\$LATEST)$/.test(alias)) throw noAlias(functionName, alias);
  const observed = await ofExisting({functionName}, observeVersions(session.paced, functionName, signal));
  if (alias !== undefined && !observed.aliases.some((each) => each.alias === alias)) {
    throw notThere({functionName, qualifier: alias});
  }
  const record = options.record ?? (await findFileOnCall(session, options.config, signal))?.record?.logGroup;
  const oldest = observed.versions.at(-options.limit) ?? observed.versions[0];
  const fromMs = Date.parse(oldest?.lastModified ?? '') || 0;
  const kept =
    record === undefined
      ? undefined
      : await readRecord(
          session,
          {functionName, logGroup: record, fromMs},
          'only what the aliases remember is told',
          signal,
        );
  const entries = toHistory(observed, alias, kept);
  const releases = entries.slice(0, options.limit);
  return {
    functionName,
    ...(alias !== undefined && {alias}),
    releases,
    older: entries.length - releases.length,
    ...(kept && record !== undefined && {record}),
  };
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
