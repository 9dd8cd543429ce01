import type {AliasState} from './state.js';

/** Everything a write states about an alias: the whole routing and the whole description. */
export type AliasTarget = Pick<AliasState, 'stable' | 'candidate' | 'description'>;

// AWS keeps the weight as a double; here it has two decimals.
const WEIGHT_TOLERANCE = 0.005;

/** Whether an alias is exactly as a write wanted it, whoever wrote it. */
export function isAt(alias: AliasTarget, target: AliasTarget): boolean {
  return (
    alias.stable === target.stable &&
    alias.candidate?.version === target.candidate?.version &&
    isSameWeight(alias.candidate?.weightPercent ?? 0, target.candidate?.weightPercent ?? 0) &&
    alias.description === target.description
  );
}

/** Whether two weights in percent are the same one, read back from AWS or not. */
export function isSameWeight(a: number, b: number): boolean {
  return Math.abs(a - b) <= WEIGHT_TOLERANCE;
}
