import {fullMinute} from '../../model/full-minute.js';
import type {Version} from '../../model/versions/version.js';
import type {VersionMinute} from './minute.js';
import {isWhole} from './samples.js';
import {NEVER_COMES_MS} from './sparse.js';

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
  /** Sides with one of their two points missing or not whole yet; what is there of them is not counted. */
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

/** What is known of the rows beside them; nothing when absent, and then what is missing stays missing. */
export interface Completeness {
  readonly nowMs: number;
  /** The function writes no zeros; see isSparse. */
  readonly sparse?: boolean;
  /** See samplesTell. */
  readonly samplesTell?: boolean | undefined;
}

/**
 * Brings the rows of the two versions together, oldest minute first, whatever their order. A version without a row
 * has no counts in that minute, which is not zero errors, and neither has one of whose two points only one is there: three
 * errors whose invocations are late are not three of three. Where the samples behind the errors are known, they are what
 * errors are counted of, for CloudWatch shows both of the same values, while the invocations come by themselves and bit by bit: a
 * minute with fewer samples than invocations is not whole. Five minutes after its end a missing point is taken never to
 * come: errors are 0 where the function is sparse, and invocations are the samples. A minute given twice counts
 * once, at its fullest, since late points only raise it. Rows that are not counts are left out: unknown is not healthy.
 */
export function pairMinutes(
  rows: readonly VersionMinute[],
  stable: Version,
  candidate: Version,
  known: Completeness = {nowMs: Number.NEGATIVE_INFINITY},
): PairedMinute[] {
  const byMinute = new Map<number, Record<Side, Points>>();
  for (const {minuteMs: atMs, version, ...points} of rows) {
    const side = version === candidate ? 'candidate' : version === stable ? 'stable' : undefined;
    if (side === undefined || !isCount(atMs) || !POINTS.every((point) => isPoint(points[point]))) continue;
    const minuteMs = fullMinute(atMs);
    const pair = byMinute.get(minuteMs) ?? {candidate: {}, stable: {}};
    byMinute.set(minuteMs, pair);
    for (const point of POINTS) pair[side][point] = fuller(pair[side][point], points[point]);
  }
  return [...byMinute].sort(([a], [b]) => a - b).map(([minuteMs, points]) => toPair(minuteMs, points, known));
}

const POINTS = ['invocations', 'errors', 'samples', 'samplesOfAll'] as const;

/** What is there of one side. */
type Points = {[point in (typeof POINTS)[number]]?: number | undefined};

function toPair(minuteMs: number, points: Record<Side, Points>, known: Completeness): PairedMinute {
  const isOver = minuteMs + MINUTE_MS + NEVER_COMES_MS <= known.nowMs;
  const sides = {candidate: read(points.candidate, known, isOver), stable: read(points.stable, known, isOver)};
  const of = (kind: ReadSide['kind']) => SIDES.filter((side) => sides[side].kind === kind);
  const [incomplete, readAsZero] = [of('incomplete'), of('readAsZero')];
  return {
    minuteMs,
    candidate: sides.candidate.counts,
    stable: sides.stable.counts,
    ...(incomplete.length > 0 && {incomplete}),
    ...(readAsZero.length > 0 && {readAsZero}),
  };
}

const SIDES = ['candidate', 'stable'] as const;

interface ReadSide {
  readonly kind: 'none' | 'whole' | 'incomplete' | 'readAsZero';
  readonly counts: SideCounts;
}

function read(points: Points, {sparse, samplesTell}: Completeness, isOver: boolean): ReadSide {
  const {invocations, errors, samples, samplesOfAll} = points;
  const whole = (counts: SideCounts): ReadSide => ({kind: 'whole', counts});
  if (invocations === undefined && errors === undefined) return {kind: 'none', counts: NO_COUNTS};
  if (errors === undefined && invocations !== undefined && sparse && isOver)
    return {kind: 'readAsZero', counts: sideCounts(invocations, 0)};
  if (errors === undefined) return INCOMPLETE;
  // Failures alone may be all there is to see, or all that a function ever writes down.
  const tells = samples !== undefined && (samplesTell ?? samples > errors);
  if (invocations === undefined) {
    const isAll = isOver && samplesTell && samples !== undefined && samplesOfAll === undefined;
    return isAll ? whole(sideCounts(samples, errors)) : INCOMPLETE;
  }
  if (!tells) return whole(sideCounts(invocations, errors));
  if (samplesOfAll !== undefined) return isWhole(points) ? whole(sideCounts(invocations, errors)) : INCOMPLETE;
  return samples >= invocations || isWhole(points) ? whole(sideCounts(samples, errors)) : INCOMPLETE;
}

const INCOMPLETE: ReadSide = {kind: 'incomplete', counts: NO_COUNTS};

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
