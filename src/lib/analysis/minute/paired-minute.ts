import {fullMinute} from '../../model/full-minute.js';
import type {Version} from '../../model/version.js';
import type {VersionMinute} from './minute.js';

export const MINUTE_MS = 60_000;

/** Counts of one version in one minute; `invocations` ≥ `errors` ≥ 0, both finite. */
export interface SideCounts {
  readonly invocations: number;
  readonly errors: number;
}

export type Side = 'candidate' | 'stable';

/** One minute of both versions, as really routed. */
export interface PairedMinute {
  readonly minuteMs: number;
  readonly candidate: SideCounts;
  readonly stable: SideCounts;
  /** Traffic moved towards the candidate in its first seconds; see moveMinuteRatio. */
  readonly hasMove?: boolean;
  /** Sides with one of their two points missing; what is there of them is not counted. */
  readonly incomplete?: readonly Side[];
  /** Sides whose missing errors were read as 0. */
  readonly readAsZero?: readonly Side[];
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
 * has no counts in that minute, which is not zero errors, and neither has one of whose two points only one is there: three
 * errors whose invocations are late are not three of three. Only in minutes that ended by `zeroUntilMs` is a missing Errors
 * point read as 0, see isSparse. A minute given twice counts once, at its fullest, since late points only raise it. Rows
 * that are not counts are left out: unknown is not healthy.
 */
export function pairMinutes(
  rows: readonly VersionMinute[],
  stable: Version,
  candidate: Version,
  zeroUntilMs = Number.NEGATIVE_INFINITY,
): PairedMinute[] {
  const byMinute = new Map<number, Record<Side, Points>>();
  for (const {minuteMs: atMs, version, invocations, errors} of rows) {
    const side = version === candidate ? 'candidate' : version === stable ? 'stable' : undefined;
    if (side === undefined || !isCount(atMs) || !isPoint(invocations) || !isPoint(errors)) continue;
    const minuteMs = fullMinute(atMs);
    const pair = byMinute.get(minuteMs) ?? {candidate: {}, stable: {}};
    byMinute.set(minuteMs, pair);
    pair[side].invocations = fuller(pair[side].invocations, invocations);
    pair[side].errors = fuller(pair[side].errors, errors);
  }
  return [...byMinute]
    .sort(([a], [b]) => a - b)
    .map(([minuteMs, points]) => toPair(minuteMs, points, minuteMs + MINUTE_MS <= zeroUntilMs));
}

/** What is there of one side's two points. */
interface Points {
  invocations?: number | undefined;
  errors?: number | undefined;
}

function toPair(minuteMs: number, points: Record<Side, Points>, readsZero: boolean): PairedMinute {
  const incomplete: Side[] = [];
  const readAsZero: Side[] = [];
  const counted = (side: Side): SideCounts => {
    const {invocations, errors} = points[side];
    if (invocations === undefined && errors === undefined) return NO_COUNTS;
    if (invocations !== undefined && errors !== undefined) return sideCounts(invocations, errors);
    const isZero = readsZero && invocations !== undefined;
    (isZero ? readAsZero : incomplete).push(side);
    return isZero ? sideCounts(invocations, 0) : NO_COUNTS;
  };
  return {
    minuteMs,
    candidate: counted('candidate'),
    stable: counted('stable'),
    ...(incomplete.length > 0 && {incomplete}),
    ...(readAsZero.length > 0 && {readAsZero}),
  };
}

/** A comparison needs both sides. */
export function hasBothSides(minute: PairedMinute): boolean {
  return minute.candidate.invocations > 0 && minute.stable.invocations > 0;
}

function fuller(so: number | undefined, now: number | undefined): number | undefined {
  return so === undefined || now === undefined ? (so ?? now) : Math.max(so, now);
}

function isPoint(value: number | undefined): boolean {
  return value === undefined || isCount(value);
}

function isCount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}
