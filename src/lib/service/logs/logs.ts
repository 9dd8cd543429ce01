import type {FunctionRef} from '../../model/function/ref.js';
import {followLogs} from '../../observe/logs/follow-logs.js';
import {type LogWindow, observeLogLines, type VersionLine} from '../../observe/logs/log-lines.js';
import {observeDeletedSources, observeLogSources} from '../../observe/logs/log-source.js';
import {notThere} from '../not-there.js';
import type {Session} from '../session.js';

interface LogsOptions {
  /** How far back to begin, milliseconds. */
  readonly since: number;
  readonly follow: boolean;
  /** In CloudWatch's filter syntax. */
  readonly filter?: string | undefined;
}

export interface LogsResult extends FunctionRef {
  readonly sinceMs: number;
  /** Empty when they were followed: then they were handed out as they came. */
  readonly lines: readonly VersionLine[];
  readonly followed: boolean;
}

interface LogsQuery {
  readonly ref: FunctionRef;
  /** Takes new lines as they come when they are followed; false when nobody is there any more to read them. */
  readonly onLines: (lines: readonly VersionLine[]) => boolean;
}

/** Log lines of exactly the version that is named, or of those behind an alias. Throws RefusedError when there is none, AwsError. */
export async function logs(
  session: Session,
  {ref, onLines}: LogsQuery,
  {since, follow, filter}: LogsOptions,
  signal: AbortSignal,
): Promise<LogsResult> {
  const toMs = session.clock.now();
  const window = {fromMs: Math.max(0, toMs - since), toMs, ...(filter !== undefined && {filterPattern: filter})};
  const sources = await observeLogSources(session, ref, signal);
  if (sources === undefined) {
    const lines = await linesOfDeleted(session, ref, window, signal);
    if (follow) onLines(lines);
    return {...ref, sinceMs: since, followed: follow, lines: follow ? [] : lines};
  }
  const result = {...ref, sinceMs: since, followed: follow};
  if (follow) {
    for await (const lines of followLogs(session, sources, window, signal)) if (!onLines(lines)) break;
    return {...result, lines: []};
  }
  const lines = await observeLogLines(session, sources, window, signal);
  if (lines === undefined) {
    const message = `There is no log group ${sources.map(({logGroup}) => logGroup).join(', ')}: nothing was ever logged.`;
    session.events.emit({type: 'warning', code: 'LOG_GROUP_NOT_FOUND', message});
  }
  return {...result, lines: lines ?? []};
}

/** A version that was deleted has no lines to come, and those it wrote are still there. Throws the refusal when there are none. */
async function linesOfDeleted(
  session: Session,
  ref: FunctionRef,
  window: LogWindow,
  signal: AbortSignal,
): Promise<readonly VersionLine[]> {
  const sources = await observeDeletedSources(session, ref, signal);
  if (sources === undefined) throw notThere(ref);
  const lines = await observeLogLines(session, sources, window, signal);
  if (lines === undefined || lines.length === 0) {
    const further = `lambda-release logs ${ref.functionName}:${ref.qualifier} --since 14d`;
    throw notThere(ref, [`If it was deleted, look further back for what it wrote: ${further}`]);
  }
  session.events.emit({
    type: 'warning',
    code: 'VERSION_DELETED',
    message:
      `Version ${ref.qualifier} of ${ref.functionName} is not there any more. ` +
      'Values of its environment are not known: only those that other versions have are taken out.',
  });
  return lines;
}
