import type {ReservedBefore} from '../../model/reserved-before.js';
import type {AccountConcurrency, ConcurrencyPort, Reservation} from '../../ports/lambda/concurrency.js';

/** A function's reservation in the pool of its account and region. */
export interface ObservedConcurrency {
  readonly functionName: string;
  /** Absent when nothing is reserved for it; 0 means it is stopped. */
  readonly reserved?: number;
  /** What it had before it was stopped, when that was kept and asked for. */
  readonly reservedBefore?: ReservedBefore;
  /** The most it used at one time in the last day; absent when there is none or it was not asked for. */
  readonly peak?: number;
  readonly account: AccountConcurrency;
  /** Every reservation of the region, largest first; absent when they were not asked for. */
  readonly reservations?: readonly Reservation[];
}

export interface ObserveConcurrencyOptions {
  /** Lists what every function holds: one request per function, at ten a second. */
  readonly listReservations?: boolean;
  readonly onProgress?: (functionsSeen: number) => void;
}

/** Reads the function's reservation, the account's pool and, if asked, who else holds some of it. Throws AwsError. */
export async function observeConcurrency(
  deps: {readonly concurrency: ConcurrencyPort},
  functionName: string,
  options: ObserveConcurrencyOptions = {},
  signal?: AbortSignal,
): Promise<ObservedConcurrency> {
  const reserved = await deps.concurrency.getReserved(functionName, signal);
  const pool = await observeConcurrencyPool(deps, options, signal);
  return {functionName, ...(reserved !== undefined && {reserved}), ...pool};
}

/** The account's pool alone, for `concurrency show` without a function. Throws AwsError. */
export async function observeConcurrencyPool(
  deps: {readonly concurrency: ConcurrencyPort},
  options: ObserveConcurrencyOptions = {},
  signal?: AbortSignal,
): Promise<Pick<ObservedConcurrency, 'account' | 'reservations'>> {
  const account = await deps.concurrency.getAccountConcurrency(signal);
  if (options.listReservations !== true) return {account};
  const reservations = await deps.concurrency.listReservations(options.onProgress, signal);
  return {account, reservations: [...reservations].sort((a, b) => b.reserved - a.reserved)};
}
