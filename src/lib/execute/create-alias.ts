import type {AliasState} from '../model/alias-state.js';
import type {CreateAliasPlan} from '../plan/rollout-plan.js';
import {Deadline} from './deadline.js';
import type {StopCause} from './rollout-outcome.js';
import {type SmokeDeps, smokeTest} from './smoke.js';
import type {MoveDeps} from './traffic-move.js';

/** How a first release ended. */
export type CreateAliasOutcome =
  | {readonly kind: 'created'; readonly alias: AliasState}
  /** Somebody else created it since it was planned, on another version. */
  | {readonly kind: 'takenOver'; readonly alias: AliasState}
  /** A smoke test failed: nothing was created. */
  | {readonly kind: 'unfit'; readonly cause: StopCause}
  /** AWS did not create it, as far as can be told: running the command again is safe. */
  | {readonly kind: 'refusedByAws'; readonly error: unknown};

const CREATE_MS = 30_000;
const PAUSE_MS = 2_000;

/**
 * Creates the alias with all traffic on the candidate; there is nothing to compare it with. An answer that was lost is
 * made up for by reading the alias. Never throws.
 */
export async function createAlias(
  deps: MoveDeps & SmokeDeps,
  plan: CreateAliasPlan,
  signal?: AbortSignal,
): Promise<CreateAliasOutcome> {
  const {aliases, clock, events} = deps;
  const {ref, candidate} = plan;
  try {
    const cause = await smokeTest(deps, plan, signal);
    if (cause) return {kind: 'unfit', cause};
  } catch (error) {
    return {kind: 'refusedByAws', error};
  }
  const deadline = new Deadline({clock, budgetMs: CREATE_MS, interrupt: signal});
  try {
    for (;;) {
      const outcome = await tryOnce();
      if (outcome.kind !== 'refusedByAws') {
        if (outcome.kind === 'created') events.emit({type: 'traffic.shifted', ref, stable: candidate});
        return outcome;
      }
      if (deadline.isOver) return outcome;
      await deadline.sleep(PAUSE_MS);
      if (deadline.isOver) return outcome;
    }
  } finally {
    deadline.dispose();
  }

  async function tryOnce(): Promise<CreateAliasOutcome> {
    try {
      const alias = await deadline.call((limit) =>
        aliases.createAlias({...ref, version: candidate, description: ''}, limit),
      );
      return {kind: 'created', alias};
    } catch (error) {
      return whatIsThere(error);
    }
  }

  async function whatIsThere(error: unknown): Promise<CreateAliasOutcome> {
    try {
      const alias = await deadline.call((limit) => aliases.getAlias(ref, limit));
      if (!alias) return {kind: 'refusedByAws', error};
      const isOurs = alias.stable === candidate && alias.candidate === undefined;
      return {kind: isOurs ? 'created' : 'takenOver', alias};
    } catch {
      // The read failed as well: the error of the write says more.
      return {kind: 'refusedByAws', error};
    }
  }
}
