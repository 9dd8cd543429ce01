import type {MeasuredSize} from './tried-size.js';

/** Sizes by what they are best at. */
export interface Choices {
  readonly cheapest: number;
  readonly fastest: number;
  readonly balanced: number;
}

/**
 * The cheapest size, the one with the shortest mean, and the one whose cost and time, each as a share of the greatest of all, add up to the
 * least: what AWS Lambda Power Tuning calls balanced, with equal weights. Of equal ones the smaller. Nothing without a measured size.
 */
export function choicesOf(sizes: readonly MeasuredSize[]): Choices | undefined {
  const sorted = sizes.toSorted((a, b) => a.memoryMb - b.memoryMb);
  const [first] = sorted;
  if (first === undefined) return undefined;
  const costs = sorted.map(costOf);
  const most = {cost: Math.max(...costs), ms: Math.max(...sorted.map(({meanMs}) => meanMs))};
  const leastBy = (value: (size: MeasuredSize) => number) =>
    sorted.reduce((best, size) => (value(size) < value(best) ? size : best), first).memoryMb;
  return {
    cheapest: leastBy(costOf),
    fastest: leastBy(({meanMs}) => meanMs),
    balanced: leastBy((size) => costOf(size) / most.cost + size.meanMs / most.ms),
  };
}

/** Where no price is known, time by memory stands for it: that is what a request costs beside its fixed part. */
function costOf({usd, billedMs, memoryMb}: MeasuredSize): number {
  return usd ?? billedMs * memoryMb;
}
