import type {AliasState} from '../../model/alias/state.js';
import {createCommand} from '../../model/rollout/repair-command.js';
import type {CreateAliasPlan} from '../../plan/rollout/plan.js';
import type {StopCause} from '../rollout/outcome.js';
import {type SmokeDeps, smokeTest} from '../rollout/smoke.js';
import {warmUp} from '../warm/warm-up.js';
import {Deadline} from './deadline.js';
import type {MoveDeps} from './traffic-move.js';
import {isFinalRefusal, leavesOpen} from './write-error.js';

/** How a first release ended. */
export type CreateAliasOutcome =
  | {readonly kind: 'created'; readonly alias: AliasState}
  /** Somebody else created it since it was planned, on another version. */
  | {readonly kind: 'takenOver'; readonly alias: AliasState}
  /** A smoke test failed: nothing was created. */
  | {readonly kind: 'unfit'; readonly cause: StopCause}
  /** AWS refused it, or something before it: nothing was created. */
  | {readonly kind: 'refusedByAws'; readonly error: unknown}
  /** It may have been created or not: `repair` is the command that makes sure. */
  | {readonly kind: 'unknown'; readonly error: unknown; readonly repair: readonly [string]}
  /** A signal came: before anything was sent, or while it was being created. `as asked`: it is there. */
  | {
      readonly kind: 'interrupted';
      readonly signal: 'SIGINT' | 'SIGTERM';
      readonly traffic: 'untouched' | 'as asked';
    };

type Attempt = Extract<CreateAliasOutcome, {kind: 'created' | 'takenOver'}> | {kind: 'failed'; error: unknown};

const CREATE_MS = 30_000;
const PAUSE_MS = 2_000;
const INTERRUPTED_MS = 4_000;
/** A look has a time of its own: it comes when that of the creation is over, too. */
const LOOK_MS = 3_000;

/**
 * Creates the alias with all traffic on the candidate; there is nothing to compare it with. An answer that was lost, also
 * to a signal, is made up for by reading the alias. Never throws.
 */
export async function createAlias(
  deps: MoveDeps & SmokeDeps,
  plan: CreateAliasPlan,
  signal?: AbortSignal,
): Promise<CreateAliasOutcome> {
  const {aliases, clock, events} = deps;
  const {ref, candidate} = plan;
  try {
    const cause = (await smokeTest(deps, plan, signal)) ?? (await warmUp(deps, plan, signal));
    if (cause) return {kind: 'unfit', cause};
  } catch (error) {
    return signal?.aborted ? interrupted(signal, 'untouched') : {kind: 'refusedByAws', error};
  }
  if (signal?.aborted) return interrupted(signal, 'untouched');
  const deadline = new Deadline({clock, budgetMs: CREATE_MS, interrupt: signal, interruptedMs: INTERRUPTED_MS});
  let mayBeThere = false;
  try {
    for (;;) {
      const attempt = await tryOnce();
      if (attempt.kind === 'created') {
        events.emit({type: 'traffic.shifted', ref, stable: candidate});
        return signal?.aborted ? interrupted(signal, 'as asked') : attempt;
      }
      if (attempt.kind === 'takenOver') return attempt;
      if (isOver() || isFinalRefusal(attempt.error)) return givenUp(attempt.error);
      await deadline.sleep(PAUSE_MS);
      if (isOver()) return givenUp(attempt.error);
    }
  } finally {
    deadline.dispose();
  }

  function isOver(): boolean {
    return deadline.isOver || signal?.aborted === true;
  }

  function givenUp(error: unknown): CreateAliasOutcome {
    if (signal?.aborted && !mayBeThere) return interrupted(signal, 'untouched');
    if (!mayBeThere) return {kind: 'refusedByAws', error};
    return {kind: 'unknown', error, repair: [createCommand(ref, candidate)]};
  }

  async function tryOnce(): Promise<Attempt> {
    try {
      const alias = await deadline.call((limit) =>
        aliases.createAlias({...ref, version: candidate, description: ''}, limit),
      );
      return {kind: 'created', alias};
    } catch (error) {
      mayBeThere ||= leavesOpen(error);
      return whatIsThere(error);
    }
  }

  async function whatIsThere(error: unknown): Promise<Attempt> {
    const look = new Deadline({clock, budgetMs: LOOK_MS});
    try {
      const alias = await look.call((limit) => aliases.getAlias(ref, limit));
      if (!alias) return {kind: 'failed', error};
      const isOurs = alias.stable === candidate && alias.candidate === undefined;
      return {kind: isOurs ? 'created' : 'takenOver', alias};
    } catch {
      // The read failed as well: the error of the write says more.
      return {kind: 'failed', error};
    } finally {
      look.dispose();
    }
  }
}

function interrupted(
  {reason}: AbortSignal,
  traffic: 'untouched' | 'as asked',
): Extract<CreateAliasOutcome, {kind: 'interrupted'}> {
  return {kind: 'interrupted', signal: (reason as {signal: 'SIGINT' | 'SIGTERM'}).signal, traffic};
}
