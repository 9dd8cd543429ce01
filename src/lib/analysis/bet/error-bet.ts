import {hasBothSides, type PairedMinute} from '../minute/paired-minute.js';
import type {Tolerance} from '../settings.js';

/** Rate ratios bet on, as multiples of the tolerated ratio. From a near miss to a candidate that always fails. */
export const RIVALS = [1.25, 1.6, 2.5, 4, 8, 20, 100, 1000] as const;

/**
 * log e-value of one minute for every multiple bet on; all 0 when a side has no invocations.
 *
 * For stake f: `e = (1 + f·n_s/(r0·n_c))^x_c · (1 − f)^x_s · exp(−f·δ·n_s/r0)`. Each error is a bet of f of the bank,
 * at the odds a candidate of exactly r0 × stable would have, that the candidate made it; the last factor is the rent
 * for the tolerated δ. With 1 + y ≤ exp(y), E[e] ≤ 1 whenever p_c ≤ r0·p_s + δ, for any p_s and any split, so an
 * incident common to both versions is worth nothing. f is the growth-optimal stake when the true ratio is the rival's.
 */
export function logErrorBets(
  minute: PairedMinute,
  tolerate: Tolerance,
  multiples: readonly number[] = RIVALS,
): number[] {
  if (!hasBothSides(minute)) return multiples.map(() => 0);
  const {invocations: nc, errors: xc} = minute.candidate;
  const {invocations: ns, errors: xs} = minute.stable;
  const {ratio: r0, plus} = tolerate;
  return multiples.map((multiple) => {
    const rivals = r0 * multiple * nc + ns;
    const stake = ((multiple - 1) * r0 * nc) / rivals;
    const onCandidate = Math.log1p((stake * ns) / (r0 * nc));
    // log(1 − stake), written so that a stake next to 1 keeps its digits.
    const onStable = Math.log((r0 * nc + ns) / rivals);
    return xc * onCandidate + xs * onStable - (stake * plus * ns) / r0;
  });
}
