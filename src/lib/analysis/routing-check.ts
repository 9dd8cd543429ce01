import {logMeanExp} from './bet/log-space.js';
import type {MisRouting} from './judgement.js';
import type {WeightedMinute} from './minute/settled-minutes.js';

// True shares bet on, as multiples of the configured one. A share a little off is no harm: the bets use real counts.
const MULTIPLES = [0, 0.25, 0.5, 2, 4] as const;
const HIGHEST = 0.95;
const BOUND = 1000;

/**
 * Whether the split of one step's minutes is not the alias's: half, double or worse, or no candidate invocation where
 * twenty were due. Wrong in at most one step of a thousand that routes as configured. Needs one weight below 100 %.
 */
export function misRouting(minutes: readonly WeightedMinute[]): MisRouting | undefined {
  const weightPercent = minutes.at(-1)?.weightPercent ?? 100;
  if (weightPercent >= 100) return undefined;
  const step = minutes.filter((minute) => minute.weightPercent === weightPercent);
  const candidateInvocations = step.reduce((sum, minute) => sum + minute.candidate.invocations, 0);
  const stableInvocations = step.reduce((sum, minute) => sum + minute.stable.invocations, 0);
  const share = weightPercent / 100;
  const bets = MULTIPLES.map((multiple) => {
    const rival = Math.min(multiple * share, HIGHEST);
    const onCandidate = candidateInvocations > 0 ? candidateInvocations * Math.log(rival / share) : 0;
    return onCandidate + stableInvocations * Math.log((1 - rival) / (1 - share));
  });
  if (logMeanExp(bets) < Math.log(BOUND)) return undefined;
  return {weightPercent, candidateInvocations, stableInvocations};
}
