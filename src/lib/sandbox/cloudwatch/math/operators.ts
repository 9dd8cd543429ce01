import {MathError} from './expression.js';
import {isList, isSeries, type MathValue, mapSeries, periodsOf, type Series} from './series.js';

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  AND: (a, b) => Number(a !== 0 && b !== 0),
  '&&': (a, b) => Number(a !== 0 && b !== 0),
  OR: (a, b) => Number(a !== 0 || b !== 0),
  '||': (a, b) => Number(a !== 0 || b !== 0),
};
const ARITHMETIC = new Set(['+', '-', '*', '/', '^']);

/**
 * One operator over numbers and series. Arithmetic on two series gives a period only where both have one; comparisons and
 * logic take a missing side as 0 (CloudWatch User Guide, using-metric-math). What is not finite, as after a division by 0,
 * is left out. Throws MathError.
 */
export function applyOperator(operator: string, left: MathValue, right: MathValue): MathValue {
  const compute = OPERATORS[operator];
  if (!compute) throw new MathError(`Unknown operator ${operator}`);
  if (typeof left === 'string' || typeof right === 'string') throw new MathError(`${operator} cannot use a text`);
  if (isList(left) && isList(right)) throw new MathError(`Unsupported operand type(s) for ${operator}: two arrays`);
  if (isList(left)) return left.map((each) => single(operator, compute, each, right as number | Series) as Series);
  if (isList(right)) return right.map((each) => single(operator, compute, left as number | Series, each) as Series);
  return single(operator, compute, left as number | Series, right as number | Series);
}

function single(
  operator: string,
  compute: (a: number, b: number) => number,
  left: number | Series,
  right: number | Series,
): number | Series {
  if (typeof left === 'number') {
    return typeof right === 'number' ? compute(left, right) : mapSeries(right, (value) => compute(left, value));
  }
  if (!isSeries(right)) return mapSeries(left, (value) => compute(value, Number(right)));
  const needsBoth = ARITHMETIC.has(operator);
  const points = new Map<number, number>();
  for (const atMs of periodsOf([left, right])) {
    const [a, b] = [left.points.get(atMs), right.points.get(atMs)];
    if (needsBoth && (a === undefined || b === undefined)) continue;
    const value = compute(a ?? 0, b ?? 0);
    if (Number.isFinite(value)) points.set(atMs, value);
  }
  return {label: left.label, periodMs: Math.max(left.periodMs, right.periodMs), points};
}
