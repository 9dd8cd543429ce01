import {binomialAtLeast, binomialQuantile} from '../bet/binomial.js';
import {criticalErrors} from '../critical-errors.js';
import type {AnalysisSettings} from '../settings.js';

/** What one step will have seen at its end, and the rate at which stable fails. */
export interface StepTraffic {
  readonly candidateInvocations: number;
  readonly stableInvocations: number;
  /** 0–1. */
  readonly stableRate: number;
}

type Rules = Pick<AnalysisSettings, 'alpha' | 'tolerate'>;

/** One possible number of stable errors: how likely it is, and how many candidate errors convict beside it. */
interface Case {
  readonly probability: number;
  readonly critical: number | undefined;
}

const TAIL = 1e-7;
const MAX_CASES = 60;
const HALVINGS = 30;

/**
 * Probability (0–1) that one step convicts a candidate that fails at `candidateRate`. Exact sums over binomial counts;
 * slightly optimistic for steps of a few minutes, as the cap of a single minute is not in it (within 4 points of
 * simulation).
 */
export function detectionPower(traffic: StepTraffic, candidateRate: number, rules: Rules): number {
  return powerOf(casesOf(traffic, rules), traffic, candidateRate);
}

/**
 * The smallest candidate error rate (0–1) that one step convicts with probability `target`; `undefined` when it
 * would miss even a candidate that always fails.
 */
export function detectableRate(traffic: StepTraffic, rules: Rules, target = 0.95): number | undefined {
  const cases = casesOf(traffic, rules);
  if (powerOf(cases, traffic, 1) < target) return undefined;
  let low = traffic.stableRate;
  let high = 1;
  for (let halving = 0; halving < HALVINGS; halving++) {
    // The geometric middle: rates of interest span five orders of magnitude.
    const middle = Math.sqrt(Math.max(low, 1e-6) * high);
    if (powerOf(cases, traffic, middle) >= target) high = middle;
    else low = middle;
  }
  return high;
}

function powerOf(cases: readonly Case[], traffic: StepTraffic, candidateRate: number): number {
  const invocations = Math.round(traffic.candidateInvocations);
  return cases.reduce((sum, {probability, critical}) => {
    if (critical === undefined) return sum;
    return sum + probability * binomialAtLeast(critical, invocations, candidateRate);
  }, 0);
}

/** At most sixty values of stable's errors; what lies between two goes to the upper one, where power is smaller. */
function casesOf({candidateInvocations, stableInvocations, stableRate}: StepTraffic, rules: Rules): Case[] {
  const trials = Math.round(stableInvocations);
  const least = binomialQuantile(TAIL, trials, stableRate);
  const most = binomialQuantile(1 - TAIL, trials, stableRate);
  const steps = Math.min(most - least, MAX_CASES - 1);
  const cases: Case[] = [];
  let below = 0;
  for (let step = 0; step <= steps; step++) {
    const errors = steps === 0 ? least : least + Math.floor(((most - least) * step) / steps);
    const upTo = step === steps ? 1 : 1 - binomialAtLeast(errors + 1, trials, stableRate);
    const critical = criticalErrors(candidateInvocations, stableInvocations, errors, rules);
    cases.push({probability: upTo - below, critical});
    below = upTo;
  }
  return cases;
}
