import type {Version} from '../../model/versions/version.js';
import type {SignalSummary} from '../judgement.js';
import type {PairedMinute} from '../minute/paired-minute.js';
import type {Selection} from '../minute/settled-minutes.js';
import {type AnalysisSettings, signalShares} from '../settings.js';
import {summarizeSide, sumOf} from '../side-summary.js';
import type {SignalReadings} from '../signal-readings.js';
import {logErrorEvidence} from './error-evidence.js';
import {boundedExp, logSumExp} from './log-space.js';
import {pairEvidence} from './pair-evidence.js';
import {slowEvidence} from './slow-evidence.js';

interface SignalInput {
  readonly stable: Version;
  readonly candidate: Version;
  readonly settings: AnalysisSettings;
  /** Minutes with both sides, for the errors. */
  readonly compared: readonly PairedMinute[];
  readonly readings?: SignalReadings;
  readonly selection: Selection;
}

interface LogSignal extends Omit<SignalSummary, 'evidence' | 'weight'> {
  readonly log: number;
}

export interface CombinedEvidence {
  readonly log: number;
  readonly signals: readonly SignalSummary[];
  /** The signal that adds most. */
  readonly largest: SignalSummary['name'];
}

/**
 * The evidence of all signals as one: their mean by weight. Which signals take part is decided by the settings alone,
 * never by the data; one without data is worth what was staked on it. So the mean is fair like each of them, and 1/alpha
 * is exceeded by a tolerable candidate at most with probability alpha, over all signals together.
 */
export function combinedEvidence(input: SignalInput): CombinedEvidence {
  const signals = [errors(input), ...slow(input), ...pairs(input)];
  const shares = signalShares(input.settings);
  const terms = signals.map(({log, ...signal}) => {
    const weight = shares[signal.name];
    return {log: Math.log(weight) + log, summary: {...signal, weight, evidence: boundedExp(log)}};
  });
  const largest = terms.reduce((most, term) => (term.log > most.log ? term : most));
  return {
    log: logSumExp(terms.map((term) => term.log)),
    signals: terms.map(({summary}) => summary),
    largest: largest.summary.name,
  };
}

function errors({compared, settings, readings}: SignalInput): LogSignal {
  const log = logErrorEvidence(compared, settings.tolerate, sumOf(readings?.before.stable ?? [])).at(-1) ?? 0;
  const part = {
    name: 'errors',
    evidence: boundedExp(log),
    candidate: summarizeSide(compared.map((minute) => minute.candidate)),
    stable: summarizeSide(compared.map((minute) => minute.stable)),
  };
  return {name: 'errors', log, parts: [part]};
}

function slow({settings, readings, stable, candidate, selection}: SignalInput): readonly LogSignal[] {
  const tolerate = settings.slow;
  if (tolerate === undefined) return [];
  const thresholds = readings?.before.thresholds;
  if (!readings?.latency || !thresholds) return [{name: 'slow', log: 0, parts: []}];
  const input = {stable, candidate, latency: readings.latency, thresholds, tolerate, selection};
  return [{name: 'slow', ...slowEvidence(input)}];
}

function pairs({settings, readings, stable, candidate, selection}: SignalInput): readonly LogSignal[] {
  if (settings.pairs === undefined) return [];
  const read = {readings: readings?.pairs ?? [], before: readings?.before.pairs ?? []};
  const input = {pairs: settings.pairs, stable, candidate, tolerate: settings.tolerate, selection, ...read};
  return [{name: 'pairs', ...pairEvidence(input)}];
}
