/** Numbers in [0, 1), the same for a seed on every machine. */
export type Random = () => number;

/** Above this mean (or variance) a count is drawn as a rounded normal: nobody sees the difference in a median. */
const NORMAL_FROM = 50;

/** The mulberry32 generator. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A Poisson count: arrivals of one minute. */
export function poisson(random: Random, mean: number): number {
  if (mean <= 0) return 0;
  if (mean > NORMAL_FROM) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  let product = random();
  let count = 0;
  for (const floor = Math.exp(-mean); product > floor; count++) product *= random();
  return count;
}

/** A binomial count: failures among `trials`, each with probability `chance`. */
export function binomial(random: Random, trials: number, chance: number): number {
  if (trials === 0 || chance <= 0) return 0;
  if (chance >= 1) return trials;
  if (chance > 0.5) return trials - binomial(random, trials, 1 - chance);
  const mean = trials * chance;
  if (mean > NORMAL_FROM) {
    const drawn = Math.round(mean + Math.sqrt(mean * (1 - chance)) * normal(random));
    return Math.min(trials, Math.max(0, drawn));
  }
  // Walk up the distribution from 0 until the drawn mass is used up.
  let left = random();
  let mass = (1 - chance) ** trials;
  let count = 0;
  while (left > mass && count < trials) {
    left -= mass;
    count++;
    mass *= ((trials - count + 1) / count) * (chance / (1 - chance));
  }
  return count;
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
