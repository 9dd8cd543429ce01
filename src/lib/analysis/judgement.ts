/** Counts of one side, with a 95 % interval of its rate. */
export interface SideSummary {
  readonly invocations: number;
  readonly errors: number;
  /** 0–1; `undefined` without invocations. */
  readonly errorRate?: number;
  /** Wilson's 95 % interval of `errorRate`, 0–1; for reading only, no decision looks at it. */
  readonly errorRateInterval?: RateInterval;
}

/** Lower and upper end as fractions: rates 0–1, differences of rates −1–1. */
export interface RateInterval {
  readonly lower: number;
  readonly upper: number;
}

/** Both sides over the usable minutes of the current step alone. */
export interface StepSummary {
  readonly usableMinutes: number;
  readonly stable: SideSummary;
  readonly candidate: SideSummary;
}

/** Points that CloudWatch does not have although the other count of their minute is there; settled minutes of the rollout. */
export interface MissingPoints {
  /** Minutes that are not used for it, by version. */
  readonly stable: number;
  readonly candidate: number;
  /** Missing Errors points read as 0: the function has been seen to write no zeros. */
  readonly readAsZero: number;
}

/** A pair of a candidate that runs above 50 %, against the limit that stable's own counts set. */
export interface PairGuard {
  readonly name: string;
  /** Share of bad ones (0–1) that is tolerated. */
  readonly limit: number;
  readonly candidate: SideSummary;
}

/** Every request of the candidate in this step has failed, however few there were; see allFailed. */
export interface AllFailed {
  readonly requests: number;
  readonly stableErrors: number;
  readonly stableRequests: number;
  /** Of one bet on the whole step; counts once, when nobody waits for more. */
  readonly evidence: number;
}

/** The newest settled minute in which stable itself failed so often that nobody can be blamed. */
export interface SharedIncident {
  readonly minuteMs: number;
  readonly invocations: number;
  readonly errors: number;
}

/** The split the step's minutes show, when it is not the one the alias was given. */
export interface MisRouting {
  readonly weightPercent: number;
  readonly candidateInvocations: number;
  readonly stableInvocations: number;
}

/** The newest settled minute in which the alias refused so many calls that the rollout waits. */
export interface Throttling {
  readonly minuteMs: number;
  readonly throttles: number;
  /** Served and throttled calls together. */
  readonly attempts: number;
  /** Throttled share before the rollout, 0–1. */
  readonly shareBefore: number;
}

/** One bet within a signal. Its sides count slow or lost ones as `errors`. */
export interface SignalPart {
  /** `errors`, `p90`, `p99x2` (twice that), `p50`, …, or the name of a pair. */
  readonly name: string;
  readonly evidence: number;
  /** Of a slow part: its share of what is staked on slow requests, 0–1. */
  readonly weight?: number;
  /** Slower than this is slow; milliseconds. Absent where stable's history is too thin to know. */
  readonly thresholdMs?: number;
  readonly candidate?: SideSummary;
  readonly stable?: SideSummary;
  /** Of the sign bet: minutes in which the candidate's percentile was clearly higher, of those compared. */
  readonly slowerMinutes?: number;
  /** Minutes compared, of the sign bet and of a pair. */
  readonly minutes?: number;
}

/** What one signal adds to the evidence. */
export interface SignalSummary {
  readonly name: 'errors' | 'slow' | 'pairs';
  /** Share of the bank staked on it, 0–1; those of a judgement sum to 1. */
  readonly weight: number;
  readonly evidence: number;
  readonly parts: readonly SignalPart[];
}

/** A named alarm; `red` since the rollout began counts, `red-before` is evidence of nothing. */
export interface AlarmSummary {
  readonly name: string;
  readonly state: string;
  readonly sinceMs?: number;
  readonly reason?: string;
  readonly standing: 'quiet' | 'red' | 'red-before' | 'missing';
}

/** A watched metric with the value that decided its standing, or its newest one. */
export interface MetricSummary {
  readonly name: string;
  /** `above 5`, `below 0.99`. */
  readonly bound: string;
  readonly standing: 'quiet' | 'red' | 'red-before';
  readonly atMs?: number;
  readonly value?: number;
}

/** What decided the verdict; absent when it is `pass`. */
export type JudgementCause =
  | 'candidate-errors'
  | 'candidate-slow'
  | 'candidate-pair'
  | 'obvious-failure'
  | 'alarm'
  | 'metric'
  | 'absolute-guard'
  | 'lost-events'
  | 'api-stage'
  | 'leaning'
  | 'alarm-missing'
  | 'pair-missing'
  | 'shared-incident'
  | 'throttled'
  | 'routing'
  | 'too-little-data';

/** What the analysis says after one poll, in numbers a person can follow. Every number is finite. */
export interface Judgement {
  readonly verdict: 'pass' | 'fail' | 'undecided';
  readonly cause?: JudgementCause;
  /** Bank of the bets against "the candidate is tolerable", over all signals; it starts at 1. */
  readonly evidence: number;
  /** What the signals add to it: weight × evidence each. */
  readonly signals: readonly SignalSummary[];
  /** At this evidence the candidate is rolled back: 1 / alpha. At the same one the guard sends it back beside stable. */
  readonly bound: number;
  /** Bank of the bet against "unacceptable" over all steps; 20 excludes it with 95 % confidence. */
  readonly promotionEvidence: number;
  /** Bank of the absolute guard, present when the candidate runs above 50 %, where no control is left. */
  readonly guardEvidence?: number;
  /** Error rate (0–1) that the guard tolerates, present with `guardEvidence`. */
  readonly guardLimit?: number;
  /** Present when a pair says more than the errors: then `guardEvidence` is its own. */
  readonly guardPair?: PairGuard;
  /** Minutes the verdict rests on: while comparing those with both versions, while watching those of the candidate. */
  readonly usableMinutes: number;
  /** Over all compared minutes, also while watching: that is the history the guard's limit comes from. */
  readonly stable: SideSummary;
  /** Over all compared minutes; while watching, over those above 50 %, which the guard judges. */
  readonly candidate: SideSummary;
  readonly step: StepSummary;
  /** 95 % bounds, valid at any time, on candidate's rate minus stable's; absent without a compared minute. */
  readonly difference?: RateInterval;
  /** How many more usable candidate invocations this step needs before it may pass; 0 when it has them, and in the watch, which asks for none. */
  readonly neededInvocations: number;
  /** Present when every request of the step failed, and there are too few to judge. */
  readonly allFailed?: AllFailed;
  /** Present when points are missing. */
  readonly missing?: MissingPoints;
  /** Present when lost events are looked at: they have no control beside them, so they hold a rollout and convict nobody. */
  readonly lostEvents?: SignalPart;
  /** One for each stage of an API that is looked at; they hold a rollout in the same way. */
  readonly apiStages?: readonly SignalPart[];
  /** The guard has sent the candidate back beside stable in this rollout, and will not again. */
  readonly steppedBack?: true;
  /** Present: hold, stable is failing too. */
  readonly sharedIncident?: SharedIncident;
  /** Present: hold, the alias does not route as configured. */
  readonly misRouting?: MisRouting;
  /** Present: hold, callers are turned away. */
  readonly throttling?: Throttling;
  /** Present when alarms are named. */
  readonly alarms?: readonly AlarmSummary[];
  /** Pairs that stable wrote before, and of which no minute could be compared yet; present when there are any. */
  readonly unseenPairs?: readonly string[];
  /** Present when metrics are watched. */
  readonly metrics?: readonly MetricSummary[];
  /** One sentence with its numbers. */
  readonly reason: string;
}
