import type {LogLine, LogsPort} from '../../ports/logs.js';
import type {LogSource} from './log-source.js';
import {isStreamOf, logStreamPrefixes, versionOfStream} from './log-streams.js';

/** One line, with the version that wrote it. */
export interface VersionLine extends LogLine {
  /** Digits or `$LATEST`; absent when the stream's name is not Lambda's. */
  readonly version?: string;
}

/** Which lines of the sources. */
export interface LogWindow {
  /** Epoch milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly filterPattern?: string;
  readonly most?: number;
}

/**
 * Lines of all sources from `fromMs` on, by time; `undefined` when none of their log groups exists. `toMs` only bounds the
 * days of the streams: lines stamped a little ahead of our clock are lines too. Throws AwsError.
 */
export async function observeLogLines(
  {logs}: {readonly logs: LogsPort},
  sources: readonly LogSource[],
  window: LogWindow,
  signal?: AbortSignal,
): Promise<readonly VersionLine[] | undefined> {
  const {fromMs, toMs, filterPattern, most} = window;
  const lines = new Map<string, VersionLine>();
  let isThere = false;
  for (const source of sources) {
    const {logGroup, secrets} = source;
    const query = {
      logGroup,
      secrets,
      fromMs,
      ...(filterPattern !== undefined && {filterPattern}),
      ...(most !== undefined && {most}),
    };
    for (const streamPrefix of logStreamPrefixes(source, fromMs, toMs)) {
      const read = await logs.readLines({...query, streamPrefix}, signal);
      if (read === undefined) break;
      isThere = true;
      for (const line of read) {
        if (streamPrefix === undefined && !isStreamOf(source, line.stream)) continue;
        const version = versionOfStream(line.stream);
        lines.set(line.id, {...line, ...(version !== undefined && {version})});
      }
    }
  }
  return isThere ? [...lines.values()].sort((a, b) => a.timeMs - b.timeMs) : undefined;
}
