import {costOfRequests} from '../price/cost.js';

/** One call that was answered well, as Lambda reports it. */
export interface TriedCall {
  readonly durationMs: number;
  readonly billedMs: number;
  readonly maxMemoryMb: number;
  /** Present when it began an environment. */
  readonly initMs?: number;
}

/** What calls of warm environments came to with one size of memory. */
export interface MeasuredSize {
  readonly kind: 'measured';
  readonly memoryMb: number;
  readonly calls: number;
  readonly meanMs: number;
  readonly p90Ms: number;
  /** Mean of what Lambda bills for one. */
  readonly billedMs: number;
  readonly maxMemoryMb: number;
  /** Mean of what beginning an environment took, of those that were begun. */
  readonly initMs?: number;
  /** Of a million requests; absent where no price is known. */
  readonly usd?: number;
}

/** A size that the function cannot do its work with. */
export interface FailedSize {
  readonly kind: 'failed';
  readonly memoryMb: number;
  readonly reason: string;
}

export type TriedSize = MeasuredSize | FailedSize;

interface Sized {
  readonly region: string;
  readonly architecture: string;
  readonly ephemeralStorageMb: number;
  readonly memoryMb: number;
}

/** Adds up calls of one size, of which at least one met a warm environment. */
export function measuredSize(size: Sized, calls: readonly TriedCall[]): MeasuredSize {
  const warm = calls.filter(({initMs}) => initMs === undefined);
  const inits = calls.flatMap(({initMs}) => initMs ?? []);
  const billedMs = meanOf(warm.map((call) => call.billedMs));
  const usd = costOfRequests({...size, billedMs});
  return {
    kind: 'measured',
    memoryMb: size.memoryMb,
    calls: warm.length,
    meanMs: meanOf(warm.map(({durationMs}) => durationMs)),
    p90Ms: p90Of(warm.map(({durationMs}) => durationMs)),
    billedMs,
    maxMemoryMb: Math.max(...calls.map(({maxMemoryMb}) => maxMemoryMb)),
    ...(inits.length > 0 && {initMs: meanOf(inits)}),
    ...(usd !== undefined && {usd}),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The smallest value that nine of ten are not above. */
function p90Of(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.9) - 1] ?? Number.NaN;
}
