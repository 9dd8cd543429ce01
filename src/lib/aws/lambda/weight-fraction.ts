import type {WeightPercent} from '../../model/rollout/weight.js';

/** AWS's fraction of a percentage with at most two decimals: one division of a whole number, so `7` is sent as 0.07. */
export function toFraction(weightPercent: WeightPercent): number {
  return Math.round(weightPercent * 100) / 10_000;
}

/**
 * The percentage of a fraction AWS gives back, to two decimals: the weight is a double on the wire and what AWS does to
 * its last digits is not documented.
 */
export function toWeightPercent(fraction: number): WeightPercent {
  return Math.round(fraction * 10_000) / 100;
}
