import type {RateInterval, SideSummary} from './judgement.js';
import type {SideCounts} from './minute/paired-minute.js';

const Z_95 = 1.959964;

/** Sums of one side over minutes. */
export function sumOf(minutes: readonly SideCounts[]): SideCounts {
  return {
    invocations: minutes.reduce((sum, minute) => sum + minute.invocations, 0),
    errors: minutes.reduce((sum, minute) => sum + minute.errors, 0),
  };
}

/** Sums of one side over minutes; rate and interval only where there were invocations. */
export function summarizeSide(minutes: readonly SideCounts[]): SideSummary {
  const {invocations, errors} = sumOf(minutes);
  if (invocations === 0) return {invocations, errors};
  return {
    invocations,
    errors,
    errorRate: errors / invocations,
    errorRateInterval: wilsonInterval(errors, invocations),
  };
}

/** 95 % interval of a rate (Wilson, 1927): sensible at 0 errors and few invocations, where ± two sigma is not. */
function wilsonInterval(errors: number, invocations: number): RateInterval {
  const rate = errors / invocations;
  const shrink = Z_95 ** 2 / invocations;
  const middle = (rate + shrink / 2) / (1 + shrink);
  const half = (Z_95 * Math.sqrt((rate * (1 - rate)) / invocations + shrink / (4 * invocations))) / (1 + shrink);
  return {
    lower: errors === 0 ? 0 : Math.max(0, middle - half),
    upper: errors === invocations ? 1 : Math.min(1, middle + half),
  };
}
