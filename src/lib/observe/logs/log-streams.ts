import {DAY_MS} from '../../model/duration.js';
import type {Version} from '../../model/versions/version.js';

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

/** Each day of a window costs requests out of a quota of five a second, and a month of them is what one waits for. */
const MOST_DAYS = 31;

const STREAM = /^\d{4}\/\d\d\/\d\d\/([^[]*)\[(\$LATEST|\d+)\]/;

/**
 * The beginnings of the names of all streams that may hold lines from `fromMs` to `toMs`. A stream carries the UTC day its
 * environment was made and is written to for as long as it lives, so the day before `fromMs` counts as well. The bracket
 * closes the version: without it `[1` would find version 10. In Lambda's own group a stream is `2026/11/21/[7]…`, in a
 * group of the user's `2026/11/21/name[7][…]` (LDG "Configuring CloudWatch log groups").
 * Of more than a month it is one `undefined`: the whole group, of which isStreamOf tells what counts.
 */
export function logStreamPrefixes(of: LogStreamsOf, fromMs: number, toMs: number): readonly (string | undefined)[] {
  if (toMs - fromMs > MOST_DAYS * DAY_MS) return [undefined];
  const name = nameIn(of);
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
  return STREAM.exec(stream)?.[2];
}

/** Whether a stream of the group is one of these. */
export function isStreamOf(of: LogStreamsOf, stream: string): boolean {
  const [, name, version] = STREAM.exec(stream) ?? [];
  return name === nameIn(of) && (of.version === undefined || version === of.version);
}

function nameIn({logGroup, functionName}: LogStreamsOf): string {
  return logGroup === defaultLogGroup(functionName) ? '' : functionName;
}
