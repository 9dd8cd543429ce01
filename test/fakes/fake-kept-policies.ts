import {type AliasRef, formatAliasRef} from '../../src/lib/model/function/ref.js';
import type {KeptPoliciesPort, KeptPolicy} from '../../src/lib/ports/rollout/kept-policies.js';
import type {CallGate} from './call-gate.js';
import type {AliasWorld} from './fake-aliases.js';

const OF_WORLDS = new WeakMap<AliasWorld, Map<string, KeptPolicy>>();

/** Policies beside the aliases of a world, which every process over it shares; read and written through its gate. */
export class FakeKeptPolicies implements KeptPoliciesPort {
  readonly kept: Map<string, KeptPolicy>;
  readonly #gate: CallGate;

  constructor(world: AliasWorld, gate: CallGate) {
    this.kept = OF_WORLDS.get(world) ?? new Map();
    OF_WORLDS.set(world, this.kept);
    this.#gate = gate;
  }

  read(ref: AliasRef, signal?: AbortSignal): Promise<KeptPolicy | undefined> {
    return this.#gate.pass('readPolicy', signal, () => this.kept.get(formatAliasRef(ref)));
  }

  keep(ref: AliasRef, policy: KeptPolicy, signal?: AbortSignal): Promise<boolean> {
    return this.#gate.pass('keepPolicy', signal, () => {
      this.kept.set(formatAliasRef(ref), policy);
      return true;
    });
  }

  forget(ref: AliasRef, rolloutId: string, signal?: AbortSignal): Promise<void> {
    return this.#gate.pass('forgetPolicy', signal, () => {
      const name = formatAliasRef(ref);
      if (this.kept.get(name)?.rolloutId === rolloutId) this.kept.delete(name);
    });
  }
}
