import type {Version} from '../../model/versions/version.js';
import type {AnalysisSettings} from '../settings.js';
import type {SignalReadings} from '../signal-readings.js';
import type {VersionMinute} from './minute.js';
import {hasBothSides, type PairedMinute, pairMinutes} from './paired-minute.js';
import {samplesTell} from './samples.js';
import {isCompared, type Selection, settledMinutes, type WeightedMinute} from './settled-minutes.js';
import type {WeightChange} from './weight-change.js';

/** The raw minutes of a rollout, and what tells which of them may be used. */
export interface MinutesInput {
  /** All rows since the rollout's first change, read again at this poll; more and other versions do no harm. */
  readonly minutes: readonly VersionMinute[];
  readonly stable: Version;
  readonly candidate: Version;
  /** Every traffic move of this rollout, the first one included, in any order. */
  readonly changes: readonly WeightChange[];
  readonly nowMs: number;
  readonly settings: AnalysisSettings;
  /** Everything beside invocations and errors, as far as it was read. */
  readonly readings?: SignalReadings;
}

/** A rollout's minutes by what may be done with them. */
interface SortedMinutes {
  readonly paired: readonly PairedMinute[];
  readonly settled: readonly WeightedMinute[];
  /** The settled ones with both versions, and enough of stable beside the candidate. */
  readonly compared: readonly WeightedMinute[];
  readonly selection: Selection;
}

/** Pairs the versions' minutes and sorts out which are settled, and which of those compare; oldest first. */
export function sortMinutes({
  minutes,
  stable,
  candidate,
  changes,
  nowMs,
  settings,
  readings,
}: MinutesInput): SortedMinutes {
  const before = readings?.before;
  const selection = {changes, nowMs, settleMs: settings.settleMs, ratio: settings.tolerate.ratio};
  const paired = pairMinutes(minutes, stable, candidate, {
    nowMs,
    sparse: before?.sparse ?? false,
    samplesTell: samplesTell(minutes, nowMs) || before?.samplesTell,
  });
  const settled = settledMinutes(paired, selection);
  const compared = settled.filter((minute) => isCompared(minute) && hasBothSides(minute));
  return {paired, settled, compared, selection};
}
