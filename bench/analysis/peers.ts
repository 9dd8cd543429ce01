import type {Judge, Move} from './run.js';
import type {Counts, Weight} from './trace.js';

/**
 * AWS CodeDeploy, LambdaCanary10Percent5Minutes: 10 % for five minutes, then 100 %, with one CloudWatch alarm on the
 * alias, that is on both versions together. Nothing is watched after the final shift.
 */
export function codeDeploy(isAlarm: (seen: readonly Counts[]) => boolean): Judge {
  return {
    next(minute, seen): Move {
      if (minute === 0) return {to: 0.1};
      if (seen.length > 0 && isAlarm(seen)) return 'rollback';
      return minute === 5 ? 'finish' : 'stay';
    },
  };
}

/** The alarm of SAM's documentation: Errors > 0 in one minute. */
export function anyErrorAlarm(seen: readonly Counts[]): boolean {
  const newest = seen.at(-1);
  return newest !== undefined && newest.candidateErrors + newest.stableErrors > 0;
}

/** An error rate above 5 % in two of three minutes. */
export function rateAlarm(seen: readonly Counts[]): boolean {
  const breaching = seen.slice(-3).filter((counts) => {
    const invocations = counts.candidateInvocations + counts.stableInvocations;
    return invocations > 0 && counts.candidateErrors + counts.stableErrors > 0.05 * invocations;
  });
  return breaching.length >= 2;
}

const FLAGGER_WEIGHTS: readonly Weight[] = [0.1, 0.2, 0.3, 0.4, 0.5];

/**
 * Flagger as its tutorials set it up: +10 % a minute up to 50 %, success rate of the canary of at least 99 %,
 * threshold 5. A failed check keeps the weight; the counter is never reset; no data is a failed check; the threshold
 * is read at the next tick (pkg/controller/scheduler.go).
 */
export function flagger(): Judge {
  let failedChecks = 0;
  let step = 0;
  return {
    next(minute, seen): Move {
      if (minute === 0) return {to: 0.1};
      const newest = seen.at(-1);
      if (!newest) return 'stay';
      if (failedChecks >= 5) return 'rollback';
      const succeeded = newest.candidateInvocations - newest.candidateErrors;
      if (newest.candidateInvocations === 0 || succeeded < 0.99 * newest.candidateInvocations) {
        failedChecks++;
        return 'stay';
      }
      step++;
      const weight = FLAGGER_WEIGHTS[step];
      return weight === undefined ? 'finish' : {to: weight};
    },
  };
}

const STEPS: readonly Weight[] = [0.05, 0.25, 0.5];
const BAKE_MINUTES = 5;
const WATCH_MINUTES = 10;

/**
 * Argo Rollouts with the analysis its documentation shows, on our default steps (5, 25 and 50 %, five minutes each):
 * failed as soon as the canary's newest minute has an error rate above 5 %, failureLimit 0. Watches ten minutes more.
 */
export function argoThreshold(): Judge {
  return {
    next(minute, seen): Move {
      const newest = seen.at(-1);
      if (newest && newest.candidateErrors > 0.05 * newest.candidateInvocations) return 'rollback';
      const step = minute / BAKE_MINUTES;
      if (minute === STEPS.length * BAKE_MINUTES + WATCH_MINUTES) return 'finish';
      if (!Number.isInteger(step) || step > STEPS.length) return 'stay';
      return {to: STEPS[step] ?? 1};
    },
  };
}
