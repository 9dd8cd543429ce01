import {boundedExp} from '../../analysis/bet/log-space.js';
import {evidenceText} from '../../analysis/evidence-text.js';
import type {PooledEvidence} from '../../analysis/pool/pooled-evidence.js';
import {LEANING} from '../../analysis/settings.js';
import {someNames} from '../../model/text/some-names.js';
import {convictingFalls, type TrainFailurePolicy, type TrainSpec} from '../../model/train/spec.js';

/** How the cars of a train stand at one moment, by their names. */
export interface TrainStanding {
  readonly cars: number;
  /** Their own evidence, their smoke tests or AWS have taken them back. */
  readonly fallen: readonly string[];
  /** They ended in any other way that is not well: refused, held, taken over. */
  readonly stopped: readonly string[];
  readonly pooled: PooledEvidence;
  readonly alpha: number;
}

export type TrainVerdict =
  /** `leans`: the evidence is no verdict yet, and enough for the next wave to wait. */
  | {readonly kind: 'goesOn'; readonly leans: boolean}
  /** Nothing that is not under way begins, and what is stays where it is, for a person to decide. */
  | {readonly kind: 'holds'; readonly reason: string}
  | {readonly kind: 'convicted'; readonly reason: string; readonly onFailure: TrainFailurePolicy};

/**
 * What becomes of a train: convicted by the cars' evidence together, or by as many as fell by themselves; held when anything
 * less went wrong. A single bad car says something about that car; who else has the fault a person has to know.
 */
export function trainVerdict(standing: TrainStanding, spec: TrainSpec): TrainVerdict {
  const {fallen, stopped, pooled, alpha} = standing;
  const {onFailure} = spec;
  if (pooled.log >= -Math.log(alpha)) {
    const evidence = evidenceText({evidence: boundedExp(pooled.log), bound: 1 / alpha});
    const reason = `Together the new versions of ${pooled.perCar.length} aliases fail more often than is tolerated: ${evidence}.`;
    return {kind: 'convicted', reason, onFailure};
  }
  const most = convictingFalls(spec, standing.cars);
  if (fallen.length >= most) {
    return {
      kind: 'convicted',
      reason: `${fallen.length} aliases fell by themselves: ${someNames(fallen, MOST_NAMES)}.`,
      onFailure,
    };
  }
  if (fallen.length > 0) return {kind: 'holds', reason: `${someNames(fallen, MOST_NAMES)} fell.`};
  if (stopped.length > 0) return {kind: 'holds', reason: `${someNames(stopped, MOST_NAMES)} did not get to its end.`};
  return {kind: 'goesOn', leans: pooled.log >= Math.log(LEANING)};
}

const MOST_NAMES = 5;
