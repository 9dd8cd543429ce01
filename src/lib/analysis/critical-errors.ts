import {logErrorBets} from './bet/error-bet.js';
import {logMeanExp} from './bet/log-space.js';
import {type AnalysisSettings, BANK} from './settings.js';

/**
 * The fewest candidate errors among `candidate` invocations that convict beside `stable` invocations of which
 * `stableErrors` failed, at one weight and without the cap; `undefined` when not even all of them would.
 */
export function criticalErrors(
  candidate: number,
  stable: number,
  stableErrors: number,
  settings: Pick<AnalysisSettings, 'alpha' | 'tolerate'>,
): number | undefined {
  const need = -Math.log(settings.alpha * BANK.first);
  const convicts = (errors: number) => {
    const counts = {
      minuteMs: 0,
      candidate: {invocations: candidate, errors},
      stable: {invocations: stable, errors: stableErrors},
    };
    return logMeanExp(logErrorBets(counts, settings.tolerate)) >= need;
  };
  let high = Math.floor(candidate);
  if (!convicts(high)) return undefined;
  let low = 0;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (convicts(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
