import {seededRandom} from '../../src/lib/analysis/random.js';
import {DEFAULT_POLICY, type Policy, runRollout} from './rollout.js';
import type {Outcome} from './run.js';
import {HORIZON_MINUTES, type Trace, type Weight} from './trace.js';

/** The product itself through a trace that other judges meet too. */
export function runOurs(trace: Trace, policy: Policy = DEFAULT_POLICY): Outcome {
  const world = {
    random: seededRandom(1),
    perMinute: 0,
    rates: () => ({stable: 0, candidate: 0}),
    drawn: (minute: number, weightPercent: number) => {
      const counts = trace[minute]?.get((weightPercent / 100) as Weight);
      return (
        counts && {
          stable: {invocations: counts.stableInvocations, errors: counts.stableErrors},
          candidate: {invocations: counts.candidateInvocations, errors: counts.candidateErrors},
        }
      );
    },
  };
  const {kind, atMinute, promotedAt, badRequests} = runRollout(world, policy, {mostMinutes: HORIZON_MINUTES});
  return {rolledBackAt: kind === 'rolledBack' ? atMinute : undefined, badRequests, promotedAt};
}
