import {DAY_MS} from '../../model/duration.js';
import type {Version} from '../../model/version.js';

/** Streams of a function's environments: of one version, or of all of them. */
export interface LogStreamsOf {
  readonly functionName: string;
  /** Digits or `$LATEST`; all versions without it. */
  readonly version?: Version;
  readonly logGroup: string;
}

/** Lambda's own log group of a function, used where it names none. */
export function defaultLogGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/**
 * The beginnings of the names of all streams that may hold lines from `fromMs` to `toMs`. A stream carries the UTC day its
 * environment was made and is written to for as long as it lives, so the day before `fromMs` counts as well. The bracket
 * closes the version: without it `[1` would find version 10. In Lambda's own group a stream is `2026/11/21/[7]…`, in a
 * group of the user's `2026/11/21/name[7][…]` (LDG "Configuring CloudWatch log groups").
 */
export function logStreamPrefixes(of: LogStreamsOf, fromMs: number, toMs: number): readonly string[] {
  const name = of.logGroup === defaultLogGroup(of.functionName) ? '' : of.functionName;
  const version = of.version === undefined ? '[' : `[${of.version}]`;
  const prefixes: string[] = [];
  const firstDay = Math.floor(fromMs / DAY_MS) - 1;
  for (let day = firstDay; day <= Math.floor(toMs / DAY_MS); day += 1) {
    prefixes.push(`${new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '/')}/${name}${version}`);
  }
  return prefixes;
}

/** The version whose environment writes a stream; `undefined` for a name that is not Lambda's. */
export function versionOfStream(stream: string): string | undefined {
  return /^\d{4}\/\d\d\/\d\d\/[^[]*\[(\$LATEST|\d+)\]/.exec(stream)?.[1];
}
