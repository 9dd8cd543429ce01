import {fullMinute} from '../../model/full-minute.js';
import type {Version} from '../../model/version.js';
import type {VersionMinute} from './minute.js';

export const MINUTE_MS = 60_000;

/** Counts of one version in one minute; `invocations` ≥ `errors` ≥ 0, both finite. */
export interface SideCounts {
  readonly invocations: number;
  readonly errors: number;
}

/** One minute of both versions, as really routed. */
export interface PairedMinute {
  readonly minuteMs: number;
  readonly candidate: SideCounts;
  readonly stable: SideCounts;
  /** Traffic moved towards the candidate in its first seconds; see MOVE_MINUTE_RATIO. */
  readonly hasMove?: boolean;
}

const NO_COUNTS: SideCounts = {invocations: 0, errors: 0};

/**
 * Counts with invocations raised to errors: a failed initialisation reports an error without an invocation
 * (Lambda's metrics page of 2020), and a candidate that never starts must not look as if it had no traffic.
 */
export function sideCounts(invocations: number, errors: number): SideCounts {
  return {invocations: Math.max(invocations, errors), errors};
}

/**
 * Brings the rows of the two versions together, oldest minute first, whatever their order. A version without a row
 * has no counts in that minute, which is not zero errors. A minute given twice counts once, at its fullest, since
 * late points only raise it. Rows that are not counts are left out: unknown is not healthy.
 */
export function pairMinutes(rows: readonly VersionMinute[], stable: Version, candidate: Version): PairedMinute[] {
  const byMinute = new Map<number, PairedMinute>();
  for (const row of rows) {
    const side = row.version === candidate ? 'candidate' : row.version === stable ? 'stable' : undefined;
    if (side === undefined || !isCount(row.invocations) || !isCount(row.errors) || !isCount(row.minuteMs)) continue;
    const minuteMs = fullMinute(row.minuteMs);
    const pair = byMinute.get(minuteMs) ?? {minuteMs, candidate: NO_COUNTS, stable: NO_COUNTS};
    const errors = Math.max(pair[side].errors, row.errors);
    const invocations = Math.max(pair[side].invocations, row.invocations);
    byMinute.set(minuteMs, {...pair, [side]: sideCounts(invocations, errors)});
  }
  return [...byMinute.values()].sort((a, b) => a.minuteMs - b.minuteMs);
}

/** A comparison needs both sides. */
export function hasBothSides(minute: PairedMinute): boolean {
  return minute.candidate.invocations > 0 && minute.stable.invocations > 0;
}

function isCount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}
