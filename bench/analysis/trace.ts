import {binomial, poisson, type Random} from '../../src/lib/analysis/random.js';

/** Shares of the candidate that any judge uses; a request's routing mark falls between two of them. */
export const WEIGHTS = [0, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 1] as const;
export type Weight = (typeof WEIGHTS)[number];

export const HORIZON_MINUTES = 60;

export interface Scenario {
  readonly perMinute: number;
  /** Error rates by minute, 0–1. */
  readonly stableRate: (minute: number) => number;
  readonly candidateRate: (minute: number) => number;
}

export interface Counts {
  readonly candidateInvocations: number;
  readonly stableInvocations: number;
  readonly candidateErrors: number;
  readonly stableErrors: number;
}

/** What an hour would have brought at every weight: the same requests for every judge, whatever it decides. */
export type Trace = ReadonlyArray<ReadonlyMap<Weight, Counts>>;

/**
 * Every request has a routing mark and two potential outcomes, one a version; those with a mark below the weight go
 * to the candidate. Arrivals are Poisson, outcomes independent.
 */
export function drawTrace(random: Random, scenario: Scenario): Trace {
  return Array.from({length: HORIZON_MINUTES}, (_, minute) => drawMinute(random, scenario, minute));
}

function drawMinute(random: Random, scenario: Scenario, minute: number): Map<Weight, Counts> {
  const bins = WEIGHTS.slice(1).map((weight, index) => {
    const requests = poisson(random, scenario.perMinute * (weight - (WEIGHTS[index] ?? 0)));
    return {
      requests,
      asCandidate: binomial(random, requests, scenario.candidateRate(minute)),
      asStable: binomial(random, requests, scenario.stableRate(minute)),
    };
  });
  return new Map(
    WEIGHTS.map((weight, level) => {
      const [candidate, stable] = [bins.slice(0, level), bins.slice(level)];
      return [
        weight,
        {
          candidateInvocations: sum(candidate.map((bin) => bin.requests)),
          stableInvocations: sum(stable.map((bin) => bin.requests)),
          candidateErrors: sum(candidate.map((bin) => bin.asCandidate)),
          stableErrors: sum(stable.map((bin) => bin.asStable)),
        },
      ];
    }),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
