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
}

export interface Tolerance {
  readonly ratio: number;
  readonly plus: number;
}

export const DEFAULT_SETTINGS: AnalysisSettings = {
  alpha: 0.01,
  // Without `plus` two errors in 10 000 convict; without `ratio` a drift of 5 % convicts at 60 000 requests a minute.
  tolerate: {ratio: 1.25, plus: 0.001},
  settleMs: 60_000,
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
} as const;

/** The promotion bet: "unacceptable" is a candidate rate of ratio × stable + plus, excluded at 1 − alpha. */
export const PROMOTION = {alpha: 0.05, ratio: 1.5, plus: 0.005} as const;
