import type {VersionMinute} from '../../src/lib/analysis/minute/minute.js';
import {binomial, poisson, type Random} from '../../src/lib/analysis/random.js';
import type {ReadingsBefore, SignalReadings} from '../../src/lib/analysis/signal-readings.js';

const MINUTE_MS = 60_000;
/** CloudWatch has a minute so long after its end when nothing is late. */
const USUAL_MS = 15_000;
/** An alias follows a move within this. */
const PROPAGATION_MS = 10_000;

export type Metric = 'invocations' | 'errors';
export type Side = 'stable' | 'candidate';
export interface Rates {
  readonly stable: number;
  readonly candidate: number;
}

/** One hour or more in the life of an alias whose two versions fail at given rates, and of CloudWatch. */
export interface World {
  readonly random: Random;
  readonly perMinute: number;
  /** Error rates of a minute, 0–1; of a minute with a move also after it, where something begins just then. */
  readonly rates: (minute: number, afterMove?: boolean) => Rates;
  /** How much later than usual a point comes, milliseconds; Infinity never comes. */
  readonly lateMs?: (minute: number, side: Side, metric: Metric) => number;
  /** A point that grows: what share of its requests comes how much later; shares sum to 1. Whole when it says nothing. */
  readonly parts?: (minute: number, side: Side, metric: Metric) => readonly Part[] | undefined;
  /** How many requests fail together, all of them on the version of the first: retries that stick. */
  readonly clump?: number;
  /** False: an Errors point comes for failures alone, as older documents describe it. */
  readonly writesZeros?: boolean;
  readonly before?: ReadingsBefore;
  /** The requests of a minute at a share of the candidate, where they are drawn already; minutes end when these do. */
  readonly drawn?: (minute: number, weightPercent: number) => DrawnCounts | undefined;
  /** What else is read, by what has happened. */
  readonly readings?: (nowMs: number, served: readonly ServedMinute[]) => Partial<SignalReadings>;
}

export interface Part {
  readonly share: number;
  readonly lateMs: number;
}

export interface DrawnCounts {
  readonly stable: Counts;
  readonly candidate: Counts;
}

interface Counts {
  invocations: number;
  errors: number;
}

export interface ServedMinute {
  readonly minute: number;
  readonly stable: Counts;
  readonly candidate: Counts;
}

type Row = {-readonly [Key in keyof VersionMinute]: VersionMinute[Key]};

interface Point {
  readonly minute: number;
  readonly side: Side;
  readonly metric: Metric;
  readonly atMs: number;
  /** What comes with it. */
  readonly counts: Counts;
}

/** The requests of a simulated rollout, and what CloudWatch shows of them at a moment. */
export class Metrics {
  readonly served: ServedMinute[] = [];
  readonly #world: World;
  readonly #points: Point[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  /** The minute that begins at `startMs`, in which the candidate's share becomes `to` percent if it was not. */
  serve(startMs: number, from: number, to: number): void {
    const {random, lateMs, parts} = this.#world;
    const minute = startMs / MINUTE_MS;
    const until = from === to ? 0 : (random() * PROPAGATION_MS) / MINUTE_MS;
    const drawn = this.#world.drawn?.(minute, to);
    const served = {minute, stable: drawn?.stable ?? none(), candidate: drawn?.candidate ?? none()};
    if (!drawn && until > 0) this.#draw(served, until, from, this.#world.rates(minute));
    if (!drawn) this.#draw(served, 1 - until, to, this.#world.rates(minute, until > 0));
    this.served.push(served);
    for (const side of ['stable', 'candidate'] as const) {
      for (const metric of ['invocations', 'errors'] as const) {
        const atMs = startMs + MINUTE_MS + USUAL_MS + (lateMs?.(minute, side, metric) ?? 0);
        const split = parts?.(minute, side, metric);
        if (!split) this.#points.push({minute, side, metric, atMs, counts: served[side]});
        else this.#pushParts(split, {minute, side, metric, atMs}, {...served[side]});
      }
    }
  }

  /** The rest of the running minute at another share. */
  reroute(nowMs: number, to: number): void {
    const served = this.served.at(-1);
    if (!served) return;
    const passed = (nowMs % MINUTE_MS) / MINUTE_MS;
    for (const side of [served.stable, served.candidate]) {
      side.invocations = Math.round(side.invocations * passed);
      side.errors = Math.min(side.invocations, Math.round(side.errors * passed));
    }
    this.#draw(served, 1 - passed, to, this.#world.rates(served.minute));
  }

  /** What CloudWatch answers now; a version without requests has no points. */
  rowsAt(nowMs: number): VersionMinute[] {
    const rows = new Map<string, Row>();
    for (const {minute, side, metric, atMs, counts} of this.#points) {
      if (atMs > nowMs || counts.invocations === 0) continue;
      const isSilent = this.#world.writesZeros === false;
      if (metric === 'errors' && counts.errors === 0 && isSilent) continue;
      const version = side === 'stable' ? '6' : '7';
      const key = `${minute} ${version}`;
      const row: Row = rows.get(key) ?? {minuteMs: minute * MINUTE_MS, version};
      rows.set(key, row);
      row[metric] = (row[metric] ?? 0) + counts[metric];
      if (metric === 'errors') row.samples = (row.samples ?? 0) + (isSilent ? counts.errors : counts.invocations);
    }
    return [...rows.values()];
  }

  /** Changes when there is more to judge: another settled minute, a late point of one, or a missing one given up. */
  stampAt(nowMs: number, settleMs: number): string {
    const settled = Math.floor((nowMs - settleMs) / MINUTE_MS);
    let arrived = 0;
    for (const {minute, atMs} of this.#points) if (atMs <= nowMs && minute < settled) arrived += 1;
    return `${settled} ${arrived} ${Math.floor((nowMs - 5 * MINUTE_MS) / MINUTE_MS)}`;
  }

  /** Candidate errors until now; of a running minute as much as has passed. */
  badUntil(nowMs: number): number {
    return this.served.reduce((sum, {minute, candidate}) => {
      const passed = Math.min(1, (nowMs - minute * MINUTE_MS) / MINUTE_MS);
      return sum + Math.round(candidate.errors * passed);
    }, 0);
  }

  /** Candidate errors until the hour is over when nobody looks any more. */
  badLater(nowMs: number, weightPercent: number): number {
    const last = this.served.length;
    for (let minute = last; minute < 60; minute++) this.serve(minute * MINUTE_MS, weightPercent, weightPercent);
    return this.badUntil(Math.max(nowMs, this.served.length * MINUTE_MS));
  }

  /** Which of the requests come with a part is chance: as many of the failed ones as fall to it. */
  #pushParts(split: readonly Part[], point: Omit<Point, 'counts'>, rest: Counts): void {
    let shareLeft = 1;
    for (const [index, {share, lateMs}] of split.entries()) {
      const isLast = index === split.length - 1;
      const chance = isLast ? 1 : share / shareLeft;
      const errors = binomial(this.#world.random, rest.errors, chance);
      const others = binomial(this.#world.random, rest.invocations - rest.errors, chance);
      const counts = {invocations: errors + others, errors};
      this.#points.push({...point, atMs: point.atMs + lateMs, counts});
      rest.invocations -= counts.invocations;
      rest.errors -= errors;
      shareLeft -= share;
    }
  }

  #draw(served: ServedMinute, share: number, weightPercent: number, rates: Rates): void {
    const {random, perMinute, clump = 1} = this.#world;
    for (const side of ['stable', 'candidate'] as const) {
      const weight = side === 'candidate' ? weightPercent / 100 : 1 - weightPercent / 100;
      const invocations = poisson(random, perMinute * share * weight);
      const errors = Math.min(invocations, clump * binomial(random, Math.ceil(invocations / clump), rates[side]));
      served[side].invocations += invocations;
      served[side].errors += errors;
    }
  }
}

function none(): Counts {
  return {invocations: 0, errors: 0};
}
