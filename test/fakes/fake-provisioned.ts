import {type AliasRef, formatAliasRef} from '../../src/lib/model/function/ref.js';
import type {
  ProvisionedConcurrency,
  ProvisionedPort,
  ProvisionedState,
} from '../../src/lib/ports/lambda/provisioned.js';
import {CallGate} from './call-gate.js';

/** Provisioned concurrency that is ready, by alias. */
export class FakeProvisioned implements ProvisionedPort {
  readonly #held: ReadonlyMap<string, number>;
  readonly gate: CallGate;

  constructor(held: ReadonlyMap<string, number> = new Map(), gate = new CallGate()) {
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

  async putProvisioned(_ref: AliasRef, _requested: number): Promise<ProvisionedState> {
    throw new Error('Nothing asks for provisioned concurrency here.');
  }

  async deleteProvisioned(): Promise<void> {
    throw new Error('Nothing gives provisioned concurrency back here.');
  }
}
