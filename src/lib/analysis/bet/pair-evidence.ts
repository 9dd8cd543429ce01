import type {Version} from '../../model/versions/version.js';
import type {SignalPart} from '../judgement.js';
import type {VersionMinute} from '../minute/minute.js';
import {hasBothSides, pairMinutes} from '../minute/paired-minute.js';
import {samplesTell} from '../minute/samples.js';
import {isCompared, type Selection, settledMinutes} from '../minute/settled-minutes.js';
import {isSparse} from '../minute/sparse.js';
import type {CountPair, Tolerance} from '../settings.js';
import {summarizeSide, sumOf} from '../side-summary.js';
import type {PairReading} from '../signal-readings.js';
import {logErrorEvidence} from './error-evidence.js';
import {boundedExp, logSumExp} from './log-space.js';

export interface PairInput {
  readonly pairs: readonly CountPair[];
  readonly stable: Version;
  readonly candidate: Version;
  readonly tolerate: Tolerance;
  readonly selection: Selection;
  /** Of the rollout, and of the time before it. */
  readonly readings: readonly PairReading[];
  readonly before: readonly PairReading[];
}

/**
 * log evidence that more of a pair is bad than tolerated: a bank of the errors' own kind for each, in equal shares. Only
 * minutes in which both counts of both versions are there, and no traffic moved: a handler writes its counts when it ends,
 * which may be the minute after the invocation that Lambda counts.
 */
export function pairEvidence(input: PairInput): {readonly log: number; readonly parts: readonly SignalPart[]} {
  const terms = input.pairs.map((pair) => oneEvidence(pair, input));
  return {
    log: logSumExp(terms.map(({log}) => log)) - Math.log(terms.length),
    parts: terms.map(({part}) => part),
  };
}

function oneEvidence(pair: CountPair, input: PairInput): {readonly log: number; readonly part: SignalPart} {
  const {name} = pair;
  const {settled, stableBefore: before} = minutesOfPair(pair, input);
  const compared = settled.filter((minute) => isCompared(minute) && hasBothSides(minute));
  const stableBefore = sumOf(before);
  const log = logErrorEvidence(compared, input.tolerate, stableBefore).at(-1) ?? 0;
  const part = {
    name,
    evidence: boundedExp(log),
    candidate: summarizeSide(compared.map((minute) => minute.candidate)),
    stable: summarizeSide(compared.map((minute) => minute.stable)),
    minutes: compared.length,
  };
  return {log, part};
}

/** The minutes of a pair that may be judged, none that a move touches, and what stable did before the rollout. */
export function minutesOfPair({name}: CountPair, input: Omit<PairInput, 'tolerate' | 'pairs'>) {
  const {stable, candidate, selection} = input;
  const before = rowsOf(input.before, name);
  const {nowMs} = selection;
  const during = rowsOf(input.readings, name);
  const minutes = pairMinutes(during, stable, candidate, {
    nowMs,
    sparse: isSparse(before),
    samplesTell: samplesTell([...before, ...during], nowMs),
  });
  return {
    settled: settledMinutes(minutes, {...selection, quietMs: 0}),
    stableBefore: pairMinutes(before, stable, candidate).map((minute) => minute.stable),
  };
}

/**
 * Pairs that stable wrote before the rollout, and of which no minute can be compared yet: nobody would see the candidate's
 * failures. One that stable never wrote is new, and cannot be compared at all.
 */
export function unseenPairs(
  parts: readonly SignalPart[],
  before: readonly PairReading[],
  stable: Version,
): readonly string[] {
  return parts
    .filter(({name, minutes}) => minutes === 0 && wasWritten(rowsOf(before, name), stable))
    .map(({name}) => name);
}

/** Whether a version has written the count of all of a pair. */
export function wasWritten(minutes: readonly VersionMinute[], version: Version): boolean {
  return minutes.some((minute) => minute.version === version && (minute.invocations ?? 0) > 0);
}

/** More bad ones than there were in all are counts of which a part is late: nothing of that minute is known. */
function rowsOf(readings: readonly PairReading[], name: string): readonly VersionMinute[] {
  const minutes = readings.find((reading) => reading.name === name)?.minutes ?? [];
  return minutes.filter(
    ({invocations, errors}) => invocations === undefined || errors === undefined || errors <= invocations,
  );
}
