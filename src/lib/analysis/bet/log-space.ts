// exp(709.78) is the largest double; a hair below it stays finite when such numbers are added in a table.
const MAX_EXPONENT = 700;

/** log(exp(a) + exp(b)) without overflow; −Infinity stands for zero. */
export function logAddExp(a: number, b: number): number {
  const high = Math.max(a, b);
  if (high === Number.NEGATIVE_INFINITY) return high;
  return high + Math.log1p(Math.exp(Math.min(a, b) - high));
}

/** log of the sum of exp over all values; −Infinity for none. */
export function logSumExp(values: readonly number[]): number {
  return values.reduce(logAddExp, Number.NEGATIVE_INFINITY);
}

/** log of the mean of exp over all values; of equal ones it is each of them, to the last digit: a limit may be just that. */
export function logMeanExp(values: readonly number[]): number {
  const high = Math.max(...values);
  if (high === Number.NEGATIVE_INFINITY) return high;
  return high + Math.log(values.reduce((sum, value) => sum + Math.exp(value - high), 0) / values.length);
}

/** exp, held at about 1e304 so that an overwhelming evidence stays a number in JSON. */
export function boundedExp(log: number): number {
  return Math.exp(Math.min(log, MAX_EXPONENT));
}
