import {type AliasRef, formatAliasRef} from '../../src/lib/model/function/ref.js';
import type {
  ProvisionedConcurrency,
  ProvisionedPort,
  ProvisionedState,
} from '../../src/lib/ports/lambda/provisioned.js';
import {CallGate} from './call-gate.js';

/** Provisioned concurrency by `fn:qualifier`: under way when it is asked for, and ready at the next look. */
export class FakeProvisioned implements ProvisionedPort {
  readonly #held: Map<string, number>;
  readonly gate: CallGate;

  constructor(held: Map<string, number> = new Map(), gate = new CallGate()) {
    this.#held = held;
    this.gate = gate;
  }

  getProvisioned(ref: AliasRef, signal?: AbortSignal): Promise<ProvisionedState | undefined> {
    return this.gate.pass('getProvisioned', signal, () => {
      const requested = this.#held.get(formatAliasRef(ref));
      return requested === undefined
        ? undefined
        : {requested, allocated: requested, available: requested, status: 'READY'};
    });
  }

  listProvisioned(functionName: string, signal?: AbortSignal): Promise<readonly ProvisionedConcurrency[]> {
    return this.gate.pass('listProvisioned', signal, () =>
      [...this.#held]
        .map(([key, requested]) => ({key: key.split(':'), requested}))
        .filter(({key}) => key[0] === functionName)
        .map(({key, requested}) => ({qualifier: key[1] ?? '', requested, allocated: requested, status: 'READY'})),
    );
  }

  async putProvisioned(ref: AliasRef, requested: number, signal?: AbortSignal): Promise<ProvisionedState> {
    return this.gate.pass('putProvisioned', signal, () => {
      this.#held.set(formatAliasRef(ref), requested);
      return {requested, allocated: 0, available: 0, status: 'IN_PROGRESS'};
    });
  }

  async deleteProvisioned(ref: AliasRef, signal?: AbortSignal): Promise<void> {
    return this.gate.pass('deleteProvisioned', signal, () => {
      this.#held.delete(formatAliasRef(ref));
    });
  }
}
