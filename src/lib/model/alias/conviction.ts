import type {Version} from '../versions/version.js';

/** A version that was taken back since the evidence was against it. */
export interface Conviction {
  readonly version: Version;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Absent where there was no room for it. */
  readonly reason?: string;
}

/** How a conviction ends the description of an alias. */
export const CONVICTION = /\[took back ([1-9]\d*) (\d{4}-\d\d-\d\dT\d\d:\d\dZ)(?:: ([^[\]]+))?\]$/;

/** What is said of a reason; a description has more to hold than that. */
const MOST_REASON = 100;
/** A reason of fewer characters says nothing. */
const LEAST_REASON = 20;

/** `[took back 8 2026-11-27T01:40Z: …]` in at most `room` characters, the reason cut to it; nothing when it does not fit. */
export function formatConviction({version, at, reason}: Conviction, room: number): string | undefined {
  const bare = `took back ${version} ${at.slice(0, 16)}Z`;
  const said = reason?.replaceAll(/[[\]\s]+/g, ' ').trim() ?? '';
  const most = Math.min(MOST_REASON, room - bare.length - 4);
  if (said !== '' && (said.length <= most || most >= LEAST_REASON)) {
    return `[${bare}: ${said.length <= most ? said : `${wholeWords(said, most - 1)}…`}]`;
  }
  return bare.length + 2 <= room ? `[${bare}]` : undefined;
}

/** Half a number would be another one. */
function wholeWords(text: string, most: number): string {
  const end = text.lastIndexOf(' ', most);
  return text.slice(0, end > 0 ? end : most);
}

/** Reads what formatConviction has written. */
export function parseConviction(text: string): Conviction | undefined {
  const [, version, at, reason] = CONVICTION.exec(text) ?? [];
  if (version === undefined || at === undefined) return undefined;
  return {version, at, ...(reason !== undefined && {reason})};
}
