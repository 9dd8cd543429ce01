/** Beyond so many standard deviations nothing is left that a thousand rollouts would meet. */
const REACH = 7;
/** Small counts are lopsided: some more of them. */
const MORE = 20;

/** The quantiles of a Poisson count: the least count that is not exceeded with probability `u` (0–1). */
export function poissonQuantile(mean: number): (u: number) => number {
  if (mean <= 0) return () => 0;
  const mode = Math.floor(mean);
  const reach = Math.ceil(REACH * Math.sqrt(mean)) + MORE;
  const least = Math.max(0, mode - reach);
  const masses = new Float64Array(mode + reach - least + 1);
  // Relative to the most likely count, outwards from it: no factorials, and nothing underflows that matters.
  masses[mode - least] = 1;
  for (let count = mode; count > least; count--)
    masses[count - 1 - least] = ((masses[count - least] ?? 0) * count) / mean;
  for (let count = mode; count < mode + reach; count++)
    masses[count + 1 - least] = ((masses[count - least] ?? 0) * mean) / (count + 1);
  let sum = 0;
  const upTo = masses.map((mass) => {
    sum += mass;
    return sum;
  });
  return (u) => {
    let [low, high] = [0, upTo.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? sum) < u * sum) low = middle + 1;
      else high = middle;
    }
    return least + low;
  };
}
