import {MINUTE_MS} from '../../../model/duration.js';
import type {CountedMinute, CountedSide} from '../../../model/rollout/counted-minute.js';

/** More points than these are noise on a screen. */
const MOST_POINTS = 100;
const SIZES = [1, 2, 5, 10, 15, 30, 60];

export interface GroupedMinutes {
  readonly groups: readonly CountedMinute[];
  /** How many minutes are together in each. */
  readonly size: number;
}

/** Counts of so many minutes together that there are few enough to be seen; percentiles have no sum, and are left out of it. */
export function groupedMinutes(minutes: readonly CountedMinute[]): GroupedMinutes {
  const size = SIZES.find((each) => minutes.length / each <= MOST_POINTS) ?? 60;
  if (size === 1) return {groups: minutes, size};
  const groups = new Map<number, CountedMinute>();
  for (const {minuteMs, ...minute} of minutes) {
    const startMs = Math.floor(minuteMs / (size * MINUTE_MS)) * size * MINUTE_MS;
    const so = groups.get(startMs);
    const [stable, candidate] = [sum(so?.stable, minute.stable), sum(so?.candidate, minute.candidate)];
    groups.set(startMs, {minuteMs: startMs, ...(stable && {stable}), ...(candidate && {candidate})});
  }
  return {groups: [...groups.values()], size};
}

function sum(one: CountedSide | undefined, other: CountedSide | undefined): CountedSide | undefined {
  if (!one || !other) return one ?? other;
  const slow = (name: 'p90' | 'p99') => {
    const [before, now] = [one.slow?.[name], other.slow?.[name]];
    return before === undefined || now === undefined ? {} : {[name]: before + now};
  };
  const {invocations, errors} = one;
  return {
    invocations: invocations + other.invocations,
    errors: errors + other.errors,
    ...(one.slow && other.slow && {slow: {...slow('p90'), ...slow('p99')}}),
  };
}
