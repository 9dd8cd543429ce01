import {formatTime} from '../line-reporter.js';

/** One line of a function's log. */
export interface LogLineReport {
  readonly timeMs: number;
  readonly version?: string;
  readonly message: string;
}

/** A log line for people: `2026-11-21T05:24:11Z [7] message`; further lines of a message stand below it. */
export function logLineText({timeMs, version = '?', message}: LogLineReport): string {
  return `${formatTime(timeMs)} [${version}] ${message.replaceAll('\n', '\n  ')}`;
}

/** All lines, or that there are none. */
export function logsText(lines: readonly LogLineReport[], nothing: string): string {
  return lines.length === 0 ? nothing : lines.map(logLineText).join('\n');
}
