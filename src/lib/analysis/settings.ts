/**
 * What a team may choose about the judge. Times in milliseconds, rates as fractions 0–1.
 * Defaults and the simulations behind them: docs/analysis.md.
 */
export interface AnalysisSettings {
  /** At most this share of rollouts of a tolerable candidate is ever rolled back by comparison. */
  readonly alpha: number;
  /** Tolerable: in every minute, candidate's rate ≤ ratio × stable's rate + plus. */
  readonly tolerate: Tolerance;
  /** A minute is read this long after its end; see settleMsFor. */
  readonly settleMs: number;
  /** Usable candidate invocations a step needs before it may pass: too little data is never healthy. */
  readonly minInvocations: number;
  /** Stable failing this much in the newest minute is a shared incident: nobody is blamed, the rollout holds. */
  readonly hold: {readonly rate: number; readonly invocations: number};
  /** Judge latency too: slow invocations beyond the 90th and 99th percentile that stable had before, and around them. */
  readonly slow?: SlowTolerance;
  /** Hold when more asynchronous events are lost: this share is tolerated on top of ratio × what was lost before. */
  readonly lostEvents?: number;
  /** CloudWatch alarms that take the candidate back when they go to ALARM during the rollout. */
  readonly alarms?: readonly string[];
  /** CloudWatch metrics with a bound that takes the candidate back when it is crossed during the rollout. */
  readonly metrics?: readonly WatchedMetric[];
  /** Stages of APIs: hold when they answer more requests with a server error than before, beyond what is tolerated of errors. */
  readonly apiStages?: readonly WatchedStage[];
  /** Failures that Lambda does not count, judged beside stable like errors of invocations. */
  readonly pairs?: readonly CountPair[];
}

/**
 * Two counts of one version by the minute: how many of something there were, and how many of them were bad. One dimension's
 * value has `${version}` in it, which tells the versions apart.
 */
export interface CountPair {
  readonly name: string;
  readonly namespace: string;
  /** Metric whose sum is the count of bad ones. */
  readonly bad: string;
  /** Metric whose sum is the count of all, bad ones included; absent: as many as `bad` has samples, for it is written as 0 or 1. */
  readonly total?: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A stage of an API of API Gateway, which counts a REST API's requests by its name and an HTTP API's by its id. */
export interface WatchedStage {
  readonly kind: 'REST' | 'HTTP';
  readonly api: string;
  readonly stage: string;
}

/** `orders/prod`: what readings and judgements call it. */
export function stageName({api, stage}: WatchedStage): string {
  return `${api}/${stage}`;
}

/** Tolerated share of slow invocations on top of ratio × stable's, a group of SLOW_GRID each; an absent one is not judged. */
export interface SlowTolerance {
  readonly p90?: number;
  readonly p99?: number;
}

/** One CloudWatch metric and the bound beyond which it is red. Exactly one of `above` and `below` is there. */
export interface WatchedMetric {
  readonly name: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** CloudWatch statistic: Sum, Average, p99, … */
  readonly stat: string;
  readonly periodSeconds: number;
  readonly above?: number;
  readonly below?: number;
}

export interface Tolerance {
  readonly ratio: number;
  readonly plus: number;
}

export const DEFAULT_SETTINGS: AnalysisSettings = {
  alpha: 0.01,
  // Without `plus` two errors in 10 000 convict; without `ratio` a drift of 5 % convicts at 60 000 requests a minute.
  tolerate: {ratio: 1.25, plus: 0.001},
  settleMs: 30_000,
  minInvocations: 20,
  hold: {rate: 0.2, invocations: 20},
};

/** Comparison stops above this weight: a control of less than half the traffic needs dozens of errors to convict. */
export const MAX_COMPARED_WEIGHT_PERCENT = 50;

/**
 * How a bank is staked. None of it touches the guarantee (Ville's inequality holds for every split of the stake
 * and for every bank made smaller); chosen by simulation for speed and for half-arrived data.
 */
export const BANK = {
  /** Staked at the first usable minute … */
  first: 0.5,
  /** … and this share of the rest each minute after, so that a late onset meets fresh stakes. */
  drip: 0.05,
  /** One minute multiplies a rival's bank by at most this, so that it takes two to convict … */
  cap: 20,
  /** … or lifts it to this where that is more … */
  lift: 1,
  /** … unless the minute is obvious: this many candidate errors, and this share of its invocations. */
  obvious: {errors: 3, rate: 0.5},
  /** … or more errors came than one execution environment can serve: ten requests a second (Lambda quotas). */
  mostOfOneEnvironment: 600,
} as const;

/**
 * Shares of the bank by signal. The mean of bets that are fair each is a fair bet, so one threshold keeps the promise
 * over all of them; the shares of the signals that are asked for are raised to 1 together, before the first minute.
 */
export const SIGNAL_WEIGHTS = {errors: 0.8, slow: 0.1} as const;

/** Share of all pairs together beside those: a handler that answers with HTTP 500 shows it in its pair alone. */
export const PAIRS_WEIGHT = 0.8;

/** Share of the bank that is staked on each signal, by what is asked for; they sum to 1. */
export function signalShares({slow, pairs}: Pick<AnalysisSettings, 'slow' | 'pairs'>) {
  const weights = {...SIGNAL_WEIGHTS, slow: slow ? SIGNAL_WEIGHTS.slow : 0, pairs: pairs ? PAIRS_WEIGHT : 0};
  const total = weights.errors + weights.slow + weights.pairs;
  return {errors: weights.errors / total, slow: weights.slow / total, pairs: weights.pairs / total};
}

/**
 * Durations beyond which a request is slow: percentiles of stable's past and multiples of them, in the group of the setting
 * whose tolerated share holds for them. Most of a group's stake is on the percentile that is named; the others see what it is
 * blind to: a shift of everything sooner, and a tail that is far slower in few requests. Shares of a group sum to 1, so that
 * the grid stakes what the named percentiles alone would.
 */
export const SLOW_GRID = [
  {name: 'p90', group: 'p90', of: 'p90', times: 1, share: 0.9},
  {name: 'p75', group: 'p90', of: 'p75', times: 1, share: 0.05},
  {name: 'p90x1.5', group: 'p90', of: 'p90', times: 1.5, share: 0.05},
  {name: 'p99', group: 'p99', of: 'p99', times: 1, share: 0.9},
  {name: 'p99x1.5', group: 'p99', of: 'p99', times: 1.5, share: 0.05},
  {name: 'p99x2', group: 'p99', of: 'p99', times: 2, share: 0.05},
] as const;

/** Evidence that is no verdict yet, and enough not to give the candidate more traffic: one in ten ever meets as much. */
export const LEANING = 10;

/** Slow and lost are judged by the ratio of the simulations, whatever is tolerated of errors. */
export const SIGNAL_RATIO = 1.25;

/** The promotion bet: "unacceptable" is a candidate rate of ratio × stable + plus, excluded at 1 − alpha. */
export const PROMOTION = {alpha: 0.05, ratio: 1.5, plus: 0.005} as const;
