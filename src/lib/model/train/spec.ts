/** How many cars are under way or done when a wave is whole: so many, or that share of all, 0–1. */
export type WaveSize = {readonly cars: number} | {readonly share: number};

/** What a convicted train leads to. */
export const TRAIN_FAILURE_POLICIES = ['rollback', 'hold'] as const;
export type TrainFailurePolicy = (typeof TRAIN_FAILURE_POLICIES)[number];

/** How several rollouts go as one. */
export interface TrainSpec {
  /** Ascending; the last one is made to hold all cars. */
  readonly waves: readonly WaveSize[];
  /** How long a wave is looked at before the next one begins, milliseconds. */
  readonly bakeMs: number;
  readonly onFailure: TrainFailurePolicy;
  /** How many cars of a wave are under way at one time. */
  readonly parallel: number;
  /** So many cars that fell by themselves convict the train; absent: two, or two in a hundred where those are more. */
  readonly fallen?: number;
}

/** Each is looked at four times a minute, and AWS answers 15 such calls a second in an account and region, whoever asks. */
export const MOST_AT_ONCE = 50;

/** How long a wave may lean past its bake, milliseconds. */
export const TRAIN_PATIENCE_MS = 900_000;

export const TRAIN_DEFAULTS: TrainSpec = {
  waves: [{cars: 1}, {share: 0.25}, {share: 1}],
  bakeMs: 600_000,
  onFailure: 'rollback',
  parallel: 25,
};

/** How many cars that fell by themselves convict a train of so many. */
export function convictingFalls({fallen}: Pick<TrainSpec, 'fallen'>, cars: number): number {
  return fallen ?? Math.max(2, Math.ceil(cars / 50));
}
