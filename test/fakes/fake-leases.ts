import {MINUTE_MS} from '../../src/lib/model/duration.js';
import {type AliasRef, formatAliasRef} from '../../src/lib/model/function/ref.js';
import type {Lease, LeasesPort, NewLease} from '../../src/lib/ports/rollout/leases.js';
import type {CallGate} from './call-gate.js';
import type {AliasWorld} from './fake-aliases.js';
import type {SimulatedClock} from './simulated-clock.js';

interface Standing {
  readonly leases: Map<string, NewLease>;
  /** What came of each that ran. */
  readonly ran: {readonly atMs: number; readonly tookBack: boolean}[];
}

const OF_WORLDS = new WeakMap<AliasWorld, Standing>();

/** The last moment of the minute in which EventBridge Scheduler fires. */
const LATEST_MS = MINUTE_MS - 1_000;

/**
 * Leases over the aliases of a world, which outlive every process on the clock: as EventBridge Scheduler runs them, as late
 * as it may, and only against the revision they were given of.
 */
export class FakeLeases implements LeasesPort {
  readonly standing: Standing;
  readonly #world: AliasWorld;
  readonly #clock: SimulatedClock;
  readonly #gate: CallGate;

  constructor(world: AliasWorld, clock: SimulatedClock, gate: CallGate) {
    this.standing = OF_WORLDS.get(world) ?? {leases: new Map(), ran: []};
    OF_WORLDS.set(world, this.standing);
    this.#world = world;
    this.#clock = clock;
    this.#gate = gate;
  }

  get(ref: AliasRef, signal?: AbortSignal): Promise<Lease | undefined> {
    return this.#gate.pass('getLease', signal, () => this.standing.leases.get(formatAliasRef(ref)));
  }

  set(ref: AliasRef, lease: NewLease, signal?: AbortSignal): Promise<void> {
    return this.#gate.pass('setLease', signal, () => this.#stand(ref, lease));
  }

  renew(ref: AliasRef, lease: NewLease, signal?: AbortSignal): Promise<boolean> {
    return this.#gate.pass('renewLease', signal, () => {
      const isThere = this.standing.leases.has(formatAliasRef(ref));
      if (isThere) this.#stand(ref, lease);
      return isThere;
    });
  }

  remove(ref: AliasRef, signal?: AbortSignal): Promise<void> {
    return this.#gate.pass('removeLease', signal, () => void this.standing.leases.delete(formatAliasRef(ref)));
  }

  /** Lets those run that have come due while nobody woke. */
  runDue(ref: AliasRef): void {
    const lease = this.standing.leases.get(formatAliasRef(ref));
    if (lease && this.#clock.now() >= lease.endMs + LATEST_MS) this.#run(ref, lease, this.#clock.now());
  }

  #stand(ref: AliasRef, lease: NewLease): void {
    this.standing.leases.set(formatAliasRef(ref), lease);
    const atMs = lease.endMs + LATEST_MS;
    this.#clock.at(atMs, () => {
      if (this.standing.leases.get(formatAliasRef(ref)) === lease) this.#run(ref, lease, atMs);
    });
  }

  #run(ref: AliasRef, lease: NewLease, atMs: number): void {
    this.standing.leases.delete(formatAliasRef(ref));
    const alias = this.#world.newest(ref);
    const tookBack = alias !== undefined && alias.revisionId === lease.revisionId;
    this.standing.ran.push({atMs, tookBack});
    if (tookBack) this.#world.put({...ref, stable: lease.stable, description: lease.description}, atMs);
  }
}
