import type {AwsError} from '../../src/lib/errors.js';
import type {AccountConcurrency, ConcurrencyPort, Reservation} from '../../src/lib/ports/concurrency.js';
import {awsError} from './fake-functions.js';

/**
 * Reserved concurrency in memory. It keeps the account's floor as AWS does: a reservation that takes more and would leave
 * less than `floor` unreserved fails with UNRESERVED_FLOOR and changes nothing. `staleReads` answers that many reads with
 * the value before the last write.
 */
export class FakeConcurrency implements ConcurrencyPort {
  readonly calls: string[] = [];
  staleReads = 0;
  readonly #reserved: Map<string, number>;
  readonly #limit: number;
  readonly #floor: number;
  #before: number | undefined;

  constructor(options: {reserved?: Record<string, number>; limit?: number; floor?: number} = {}) {
    this.#reserved = new Map(Object.entries(options.reserved ?? {}));
    this.#limit = options.limit ?? 1_000;
    this.#floor = options.floor ?? 100;
  }

  async getAccountConcurrency(): Promise<AccountConcurrency> {
    this.calls.push('getAccountConcurrency');
    return {limit: this.#limit, unreserved: this.#unreserved()};
  }

  async getReserved(functionName: string): Promise<number | undefined> {
    this.calls.push('getReserved');
    if (this.staleReads === 0) return this.#reserved.get(functionName);
    this.staleReads -= 1;
    return this.#before;
  }

  async listReservations(onProgress?: (seen: number) => void): Promise<readonly Reservation[]> {
    this.calls.push('listReservations');
    onProgress?.(this.#reserved.size);
    return [...this.#reserved].map(([functionName, reserved]) => ({functionName, reserved}));
  }

  async putReserved(functionName: string, reserved: number): Promise<number> {
    this.calls.push('putReserved');
    const previous = this.#reserved.get(functionName) ?? 0;
    if (reserved > previous && this.#unreserved() + previous - reserved < this.#floor) throw this.#refusal();
    this.#before = this.#reserved.get(functionName);
    this.#reserved.set(functionName, reserved);
    return reserved;
  }

  async deleteReserved(functionName: string): Promise<void> {
    this.calls.push('deleteReserved');
    this.#before = this.#reserved.get(functionName);
    this.#reserved.delete(functionName);
  }

  #unreserved(): number {
    return this.#limit - [...this.#reserved.values()].reduce((sum, reserved) => sum + reserved, 0);
  }

  #refusal(): AwsError {
    return awsError('UNRESERVED_FLOOR', {floor: this.#floor});
  }
}
