import type {AwsError} from '../../src/lib/errors.js';
import type {AccountConcurrency, ConcurrencyPort, Reservation} from '../../src/lib/ports/lambda/concurrency.js';
import {CallGate} from './call-gate.js';
import {awsError} from './fake-functions.js';

/**
 * Reserved concurrency in memory. It keeps the account's floor as AWS does: a reservation that takes more and would leave
 * less than `floor` unreserved fails with UNRESERVED_FLOOR and changes nothing. `staleReads` answers that many reads with
 * the value before the last write. `gate` counts the calls and lets faults happen to them.
 */
export class FakeConcurrency implements ConcurrencyPort {
  readonly gate = new CallGate();
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

  get calls(): readonly string[] {
    return this.gate.calls;
  }

  /** What AWS holds, as another client sees it. */
  held(functionName: string): number | undefined {
    return this.#reserved.get(functionName);
  }

  async getAccountConcurrency(signal?: AbortSignal): Promise<AccountConcurrency> {
    return this.gate.pass('getAccountConcurrency', signal, () => ({
      limit: this.#limit,
      unreserved: this.#unreserved(),
    }));
  }

  async getReserved(functionName: string, signal?: AbortSignal): Promise<number | undefined> {
    return this.gate.pass('getReserved', signal, () => {
      if (this.staleReads === 0) return this.#reserved.get(functionName);
      this.staleReads -= 1;
      return this.#before;
    });
  }

  async listReservations(onProgress?: (seen: number) => void, signal?: AbortSignal): Promise<readonly Reservation[]> {
    return this.gate.pass('listReservations', signal, () => {
      onProgress?.(this.#reserved.size);
      return [...this.#reserved].map(([functionName, reserved]) => ({functionName, reserved}));
    });
  }

  async putReserved(functionName: string, reserved: number, signal?: AbortSignal): Promise<number> {
    return this.gate.pass('putReserved', signal, () => {
      const previous = this.#reserved.get(functionName) ?? 0;
      if (reserved > previous && this.#unreserved() + previous - reserved < this.#floor) throw this.#refusal();
      this.#before = this.#reserved.get(functionName);
      this.#reserved.set(functionName, reserved);
      return reserved;
    });
  }

  async deleteReserved(functionName: string, signal?: AbortSignal): Promise<void> {
    return this.gate.pass('deleteReserved', signal, () => {
      this.#before = this.#reserved.get(functionName);
      this.#reserved.delete(functionName);
    });
  }

  #unreserved(): number {
    return this.#limit - [...this.#reserved.values()].reduce((sum, reserved) => sum + reserved, 0);
  }

  #refusal(): AwsError {
    return awsError('UNRESERVED_FLOOR', {floor: this.#floor});
  }
}
