import type {WeightPercent} from '../../model/rollout/weight.js';

/** One traffic move of the rollout. The first is its start; 100 is the promotion. */
export interface WeightChange {
  /** When the write was sent, epoch milliseconds. */
  readonly atMs: number;
  readonly weightPercent: WeightPercent;
}
