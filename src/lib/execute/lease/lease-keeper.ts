import {AwsError} from '../../errors.js';
import {ranLeaseDescription} from '../../model/alias/description.js';
import type {AliasState} from '../../model/alias/state.js';
import {MINUTE_MS} from '../../model/duration.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {type LeaseTerms, leaseEndMs} from '../../model/rollout/lease.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import {messageOf} from '../../model/text/message-of.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import type {LeasesPort, NewLease} from '../../ports/rollout/leases.js';
import {Deadline} from '../alias/deadline.js';

export interface LeaseDeps {
  readonly leases: LeasesPort;
  readonly clock: Clock;
  readonly events: EventSink;
}

/** The rollout that is leased. */
export interface LeasedRollout extends Pick<RolloutMarker, 'rolloutId' | 'stable' | 'candidate'> {
  readonly ref: AliasRef;
  readonly terms: LeaseTerms;
}

/** A lease is renewed when a minute of it has passed: three are left then, whatever the next look takes. */
const RENEW_MS = MINUTE_MS;
/** A role that was made just now is not known everywhere yet, and what is throttled passes. */
const CREATE_MS = 30_000;
const UPDATE_MS = 30_000;
const AFTER_MOVE_MS = 5_000;
const REMOVE_MS = 3_000;
const PAUSE_MS = 2_000;

/** The lease of one rollout, in the hands of whoever drives it. No method throws but `during`, what its work throws. */
export class LeaseKeeper {
  readonly #deps: LeaseDeps;
  readonly #rollout: LeasedRollout;
  #given: {readonly revisionId: string; readonly atMs: number; readonly endMs: number} | undefined;
  #isWarned = false;
  #isRemoved = false;

  constructor(deps: LeaseDeps, rollout: LeasedRollout) {
    this.#deps = deps;
    this.#rollout = rollout;
  }

  /** Whether the lease that was given last takes this state of the alias back. */
  covers({revisionId}: Pick<AliasState, 'revisionId'>): boolean {
    return this.#given?.revisionId === revisionId;
  }

  /** Gives a lease of the alias as it is, before a move; why there is none, or nothing. */
  give(alias: AliasState, signal: AbortSignal): Promise<unknown> {
    return this.#try(alias, {budgetMs: CREATE_MS, signal, renew: false});
  }

  /**
   * An alias port whose every write that leaves the candidate with traffic is followed by the lease of what was written:
   * between the two lies that one request.
   */
  over(aliases: AliasesPort): AliasesPort {
    const writeAlias: AliasesPort['writeAlias'] = async (write, signal) => {
      const written = await aliases.writeAlias(write, signal);
      // Whether it succeeds shows at the next look; the write itself has.
      if (isLeasable(written)) await this.#try(written, {budgetMs: AFTER_MOVE_MS, signal, renew: true, tries: 1});
      return written;
    };
    return new Proxy(aliases, {
      get: (target, name) => {
        if (name === 'writeAlias') return writeAlias;
        const member = Reflect.get(target, name);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
  }

  /** After a first move: makes sure that the lease is of it; why it is not, or nothing. */
  async ensure(alias: AliasState, signal: AbortSignal): Promise<unknown> {
    if (this.covers(alias)) return undefined;
    return this.#try(alias, {budgetMs: UPDATE_MS, signal, renew: true});
  }

  /**
   * Renews it where that is due; a lease that cannot be renewed is warned of, once until it can. `isSeen`: the rollout has just
   * been seen in this state, so that a lease which is gone is given anew; otherwise it may have run.
   */
  async keep(
    alias: AliasState,
    signal: AbortSignal,
    {always = false, isSeen}: {readonly always?: boolean; readonly isSeen: boolean},
  ): Promise<void> {
    if (!isLeasable(alias)) return this.remove();
    const isDue = always || !this.#given || this.#deps.clock.now() >= this.#given.atMs + RENEW_MS;
    if (!isDue && this.covers(alias)) return;
    const renew = isSeen ? true : 'only';
    const error = await this.#try(alias, {budgetMs: AFTER_MOVE_MS, signal, renew, tries: 1});
    if (error === undefined) {
      this.#isWarned = false;
    } else if (!this.#isWarned && !signal.aborted) {
      this.#isWarned = true;
      this.#deps.events.emit({type: 'warning', ...this.#notRenewed(error)});
    }
  }

  /** Renews it while something is done that takes long, such as a hook. Throws what `work` throws. */
  async during<Value>(alias: AliasState, work: Promise<Value>, signal: AbortSignal): Promise<Value> {
    const done = new AbortController();
    const renewing = (async () => {
      const end = AbortSignal.any([signal, done.signal]);
      while (!end.aborted) {
        await this.#deps.clock.sleep(RENEW_MS, end);
        if (!end.aborted) await this.keep(alias, end, {isSeen: false});
      }
    })();
    try {
      return await work;
    } finally {
      done.abort();
      await renewing;
    }
  }

  /** Takes it away when nothing is to be given back any more; one that stays finds another revision and does nothing. */
  async remove(): Promise<void> {
    if (!this.#given || this.#isRemoved) return;
    this.#isRemoved = true;
    await removeLease(this.#deps, this.#rollout);
    this.#given = undefined;
  }

  async #try(
    alias: AliasState,
    how: {
      readonly budgetMs: number;
      readonly signal?: AbortSignal | undefined;
      /** `only`: where there is none any more, none is given. */
      readonly renew: boolean | 'only';
      readonly tries?: number;
    },
  ): Promise<unknown> {
    const {clock, leases} = this.#deps;
    const {ref} = this.#rollout;
    const deadline = new Deadline({clock, budgetMs: how.budgetMs, interrupt: how.signal});
    try {
      for (let count = 1; ; count++) {
        const atMs = clock.now();
        const lease = this.#leaseOf(alias, atMs);
        try {
          const renewed = how.renew && (await deadline.call((limit) => leases.renew(ref, lease, limit)));
          if (!renewed && how.renew === 'only') return undefined;
          if (!renewed) await deadline.call((limit) => leases.set(ref, lease, limit));
          this.#given = {revisionId: alias.revisionId, atMs, endMs: lease.endMs};
          this.#isRemoved = false;
          return undefined;
        } catch (error) {
          if (count === how.tries || deadline.isOver || !mayPass(error)) return error;
        }
        await deadline.sleep(PAUSE_MS);
      }
    } finally {
      deadline.dispose();
    }
  }

  #leaseOf({description, revisionId}: AliasState, nowMs: number): NewLease {
    const {rolloutId, stable, candidate, terms} = this.#rollout;
    const {role, lengthMs} = terms;
    const back = ranLeaseDescription(description, {rolloutId, candidate});
    const endMs = leaseEndMs(nowMs, lengthMs);
    return {rolloutId, role, lengthMs, endMs, revisionId, stable, candidate, description: back};
  }

  #notRenewed(error: unknown) {
    const name = formatAliasRef(this.#rollout.ref);
    const until = this.#given ? ` It runs until ${new Date(this.#given.endMs).toISOString()}.` : '';
    return {
      code: 'LEASE_NOT_RENEWED',
      message: `The lease of ${name} could not be renewed, and is tried again: ${messageOf(error)}${until}`,
    };
  }
}

/** Removes the lease of a rollout, unless it is another's or a person keeps it while it is held. Never throws. */
export async function removeLease(
  {leases, clock}: Pick<LeaseDeps, 'leases' | 'clock'>,
  {ref, rolloutId}: {readonly ref: AliasRef; readonly rolloutId: string},
): Promise<void> {
  const deadline = new Deadline({clock, budgetMs: REMOVE_MS});
  try {
    const found = await deadline.call((limit) => leases.get(ref, limit));
    if (found?.rolloutId !== rolloutId || found.ofHold) return;
    await deadline.call((limit) => leases.remove(ref, limit));
  } catch {
    // It is of a revision that is no more: when it runs, AWS Lambda refuses it, and it goes by itself.
  } finally {
    deadline.dispose();
  }
}

function isLeasable({candidate}: AliasState): boolean {
  return candidate !== undefined;
}

function mayPass(error: unknown): boolean {
  return !(error instanceof AwsError) || !/^(ACCESS_DENIED|INVALID_REQUEST|CREDENTIALS_|REGION_)/.test(error.code);
}
