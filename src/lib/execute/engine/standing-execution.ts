import type {AliasState} from '../../model/alias/state.js';
import type {Clock} from '../../ports/clock.js';
import type {EnginePort, Execution} from '../../ports/rollout/engine.js';
import {Deadline} from '../alias/deadline.js';

/** Who has no engine may not be allowed to ask for one, or have no way to Step Functions: that must not take long. */
const READ_MS = 3_000;

interface ExecutionDeps {
  readonly engine: EnginePort;
  readonly clock: Clock;
}

/** The execution of a rollout as it stands; nothing when there is none, or it could not be read. Never throws. */
export async function standingExecution(
  deps: ExecutionDeps,
  alias: Pick<AliasState, 'aliasArn'>,
  rolloutId: string,
  signal?: AbortSignal,
): Promise<Execution | undefined> {
  const read = await readExecution(deps, alias, rolloutId, signal);
  return read === 'unread' ? undefined : read;
}

/** The same, told apart: nothing when there is none. Never throws. */
export async function readExecution(
  {engine, clock}: ExecutionDeps,
  {aliasArn}: Pick<AliasState, 'aliasArn'>,
  rolloutId: string,
  signal?: AbortSignal,
): Promise<Execution | 'unread' | undefined> {
  const deadline = new Deadline({clock, budgetMs: READ_MS, interrupt: signal});
  try {
    return await deadline.call((limit) => engine.find(aliasArn, rolloutId, limit));
  } catch {
    // As good as none for now: whoever needs one says so, and is told when it cannot be had.
    return 'unread';
  } finally {
    deadline.dispose();
  }
}
