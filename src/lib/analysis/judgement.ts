/** Counts of one side over all usable minutes, with a 95 % interval of its rate. */
export interface SideSummary {
  readonly invocations: number;
  readonly errors: number;
  /** 0–1; `undefined` without invocations. */
  readonly errorRate?: number;
}

/** What the analysis says after one poll, in numbers a person can follow. */
export interface Judgement {
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  /** Bank of the bet against "the candidate is tolerable"; it starts at 1. */
  readonly evidence: number;
  /** At this evidence the candidate is rolled back: 1 / alpha. */
  readonly bound: number;
  readonly usableMinutes: number;
  readonly stable: SideSummary;
  readonly candidate: SideSummary;
  /** One sentence with its numbers. */
  readonly reason: string;
}
