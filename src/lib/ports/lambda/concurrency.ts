/** The account's concurrency in one region, from GetAccountSettings. */
export interface AccountConcurrency {
  readonly limit: number;
  readonly unreserved: number;
}

export interface Reservation {
  readonly functionName: string;
  readonly reserved: number;
}

/** Reserved concurrency. Every method throws AwsError. */
export interface ConcurrencyPort {
  getAccountConcurrency(signal?: AbortSignal): Promise<AccountConcurrency>;
  /** `undefined` when nothing is reserved; 0 means the function is stopped. */
  getReserved(functionName: string, signal?: AbortSignal): Promise<number | undefined>;
  /** Every function of the region with a reservation; `onProgress` counts functions looked at. */
  listReservations(onProgress?: (seen: number) => void, signal?: AbortSignal): Promise<readonly Reservation[]>;
  putReserved(functionName: string, reserved: number, signal?: AbortSignal): Promise<number>;
  deleteReserved(functionName: string, signal?: AbortSignal): Promise<void>;
}
