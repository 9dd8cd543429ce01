import {logErrorBets} from './bet/error-bet.js';
import {boundedExp, logMeanExp} from './bet/log-space.js';
import type {AllFailed} from './judgement.js';
import {isCompared, type WeightedMinute} from './minute/settled-minutes.js';
import type {Tolerance} from './settings.js';
import {sumOf} from './side-summary.js';

/**
 * What speaks against a candidate of which every request of the step has failed, where there are so few that a bet by the minute
 * comes to nothing: one failure beside the six requests that stable had in its minute says little, beside all that stable
 * had in the step much. The same fair bets, staked once on the whole step as if it were one minute; random routing makes that
 * fair too, since every request of the step could have been anybody's. `undefined` when a request succeeded, or there was none.
 */
export function allFailed(step: readonly WeightedMinute[], tolerate: Tolerance): AllFailed | undefined {
  const minutes = step.filter((minute) => isCompared(minute) && !minute.incomplete);
  const candidate = sumOf(minutes.map((minute) => minute.candidate));
  const stable = sumOf(minutes.map((minute) => minute.stable));
  if (candidate.invocations === 0 || candidate.errors < candidate.invocations) return undefined;
  const evidence = boundedExp(logMeanExp(logErrorBets({minuteMs: 0, candidate, stable}, tolerate)));
  return {requests: candidate.invocations, stableErrors: stable.errors, stableRequests: stable.invocations, evidence};
}
