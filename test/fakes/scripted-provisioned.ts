import type {AliasRef} from '../../src/lib/model/function/ref.js';
import type {ProvisionedState} from '../../src/lib/ports/lambda/provisioned.js';
import {FakeProvisioned} from './fake-provisioned.js';

/** Provisioned concurrency that is at `states` one after the other, once it has been asked for; the last one stays. */
export class ScriptedProvisioned extends FakeProvisioned {
  readonly calls: string[] = [];
  #states: (Partial<ProvisionedState> | undefined)[];
  #requested = 0;

  constructor(states: readonly (Partial<ProvisionedState> | undefined)[]) {
    super();
    this.#states = [...states];
  }

  override async getProvisioned(_ref: AliasRef): Promise<ProvisionedState | undefined> {
    this.calls.push('get');
    return this.#next();
  }

  override async putProvisioned(_ref: AliasRef, requested: number): Promise<ProvisionedState> {
    this.calls.push(`put ${requested}`);
    this.#requested = requested;
    return this.#state({});
  }

  override async deleteProvisioned(_ref: AliasRef): Promise<void> {
    this.calls.push('delete');
  }

  #next(): ProvisionedState | undefined {
    const next = this.#states.length > 1 ? this.#states.shift() : this.#states[0];
    return next && this.#state(next);
  }

  #state(change: Partial<ProvisionedState>): ProvisionedState {
    return {requested: this.#requested, allocated: 0, available: 0, status: 'IN_PROGRESS', ...change};
  }
}
