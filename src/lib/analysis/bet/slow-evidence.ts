import type {Version} from '../../model/versions/version.js';
import type {SignalPart} from '../judgement.js';
import {hasBothSides, type PairedMinute, pairMinutes} from '../minute/paired-minute.js';
import {isCompared, type Selection, settledMinutes} from '../minute/settled-minutes.js';
import {SIGNAL_RATIO, type SlowTolerance} from '../settings.js';
import {summarizeSide} from '../side-summary.js';
import type {LatencyMinutes, PercentileMinute, SlowMinute, SlowThresholds} from '../signal-readings.js';
import {logErrorEvidence} from './error-evidence.js';
import {boundedExp, logSumExp} from './log-space.js';
import {logSignEvidence} from './sign-bet.js';
import {slowPoints} from './slow-grid.js';

/**
 * A new version runs in fresh execution environments, whose first handler runs pay for what is loaded lazily. Latency
 * is not looked at for this long after a move; the tolerated share covers the rest.
 */
const WARM_UP_MS = 120_000;
/** The sign bet calls a candidate slower from this much on: a 5 % drift is nobody's regression … */
const SLOWER = 1.05;
/** … and counts minutes in which the percentile rests on ten values beyond it (CloudWatch User Guide, alarms). */
const LEAST_SAMPLES = {p50: 20, p90: 100} as const;
const PERCENTILES = ['p50', 'p90'] as const;

export interface SlowInput {
  readonly stable: Version;
  readonly candidate: Version;
  readonly latency: LatencyMinutes;
  readonly thresholds: SlowThresholds;
  readonly tolerate: SlowTolerance;
  readonly selection: Selection;
}

/** Evidence that the candidate is slower, log of the weighted mean of its parts; a part without data is worth what it started with. */
export function slowEvidence(input: SlowInput): {readonly log: number; readonly parts: readonly SignalPart[]} {
  const parts =
    input.latency.kind === 'counts'
      ? countParts(input, input.latency.minutes)
      : signParts(input, input.latency.minutes);
  return {
    log: parts.length === 0 ? 0 : logSumExp(parts.map(({log, weight}) => Math.log(weight) + log)),
    parts: parts.map(({log, ...part}) => ({...part, evidence: boundedExp(log)})),
  };
}

interface LogPart extends Omit<SignalPart, 'evidence' | 'weight'> {
  readonly log: number;
  readonly weight: number;
}

/** Slow invocations are errors with another name: the same bet on the same minutes, each threshold by itself. */
function countParts({thresholds, tolerate, ...input}: SlowInput, rows: readonly SlowMinute[]): LogPart[] {
  return slowPoints(tolerate, thresholds).map(({name, weight, plus, thresholdMs}): LogPart => {
    if (thresholdMs === undefined) return {name, weight, log: 0};
    const counted = rows.flatMap(({above, ...row}) => {
      const errors = above[name];
      return errors === undefined ? [] : [{...row, errors}];
    });
    const minutes = comparedMinutes(counted, input);
    return {
      name,
      weight,
      log: logErrorEvidence(minutes, {ratio: SIGNAL_RATIO, plus}).at(-1) ?? 0,
      thresholdMs,
      candidate: summarizeSide(minutes.map((minute) => minute.candidate)),
      stable: summarizeSide(minutes.map((minute) => minute.stable)),
    };
  });
}

/** Where CloudWatch gives only percentiles: in how many minutes the candidate's was higher. Honest, but weak. */
function signParts(input: SlowInput, rows: readonly PercentileMinute[]): LogPart[] {
  const minutes = comparedMinutes(
    rows.map((row) => ({...row, errors: 0})),
    input,
  ).map((minute) => minute.minuteMs);
  const at = (minuteMs: number, version: Version) =>
    rows.find((row) => row.minuteMs === minuteMs && row.version === version);
  return PERCENTILES.map((name) => {
    const slower = minutes.flatMap((minuteMs): boolean[] => {
      const [candidate, stable] = [at(minuteMs, input.candidate), at(minuteMs, input.stable)];
      if (!candidate || !stable) return [];
      if (Math.min(candidate.invocations, stable.invocations) < LEAST_SAMPLES[name]) return [];
      return [candidate[`${name}Ms`] > SLOWER * stable[`${name}Ms`]];
    });
    const slowerMinutes = slower.filter(Boolean).length;
    const weight = 1 / PERCENTILES.length;
    return {name, weight, log: logSignEvidence(slower), slowerMinutes, minutes: slower.length};
  });
}

function comparedMinutes(
  rows: Parameters<typeof pairMinutes>[0],
  {stable, candidate, selection}: Pick<SlowInput, 'stable' | 'candidate' | 'selection'>,
): readonly PairedMinute[] {
  return settledMinutes(pairMinutes(rows, stable, candidate), {
    ...selection,
    ratio: SIGNAL_RATIO,
    quietMs: WARM_UP_MS,
  }).filter((minute) => isCompared(minute) && hasBothSides(minute));
}
