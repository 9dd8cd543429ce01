import type {AliasState} from '../../model/alias/state.js';
import type {AliasTarget} from '../../model/alias/target.js';
import {type Claim, findClaimed} from '../../plan/tick/find.js';
import type {Clock} from '../../ports/clock.js';
import {Deadline} from '../alias/deadline.js';
import type {GuardedAlias, WriteResult} from '../alias/guarded-alias.js';
import {writePersistently} from '../alias/persistent-write.js';

/** What has to be written is tried for this long … */
const BUDGET_MS = 300_000;
/** … and for this long once a person has sent a signal, who is promised five seconds. */
const INTERRUPTED_MS = 4_000;

/** A write of a rollout that goes on is tried for this long. */
const SHIFT_MS = 30_000;

/** A write that moves a rollout on, or claims it: tried for half a minute, until AWS refuses it or a signal comes. Never throws. */
export async function writeBriefly(
  clock: Clock,
  alias: GuardedAlias,
  target: AliasTarget,
  signal: AbortSignal,
): Promise<WriteResult> {
  const deadline = new Deadline({clock, budgetMs: SHIFT_MS, interrupt: signal});
  try {
    return await writePersistently(alias, target, {deadline, stopsWhenRefused: true});
  } finally {
    deadline.dispose();
  }
}

/** A write that ends a rollout, or the work on it: tried for five minutes, also when AWS refuses it. Never throws. */
export function writeLasting(
  clock: Clock,
  alias: GuardedAlias,
  target: AliasTarget,
  signal: AbortSignal,
): Promise<WriteResult> {
  return inBudget(clock, signal, (deadline) => writePersistently(alias, target, {deadline, stopsWhenRefused: false}));
}

/**
 * The same for what has to come about whatever others do, such as a way back: when somebody has moved or held the same
 * rollout in the same moment, it is written again under the revision just read, until time is up. `takenOver` only when the
 * alias is in other hands.
 */
export function writeFollowing(
  clock: Clock,
  alias: GuardedAlias,
  claim: Claim,
  targetOf: (alias: AliasState) => AliasTarget,
  signal: AbortSignal,
): Promise<WriteResult> {
  return inBudget(clock, signal, async (deadline) => {
    for (;;) {
      const target = targetOf(alias.state);
      const result = await writePersistently(alias, target, {deadline, stopsWhenRefused: false});
      if (result.kind !== 'takenOver' || deadline.isOver) return result;
      const found = findClaimed(result.alias, claim);
      if (found.kind !== 'rollout' && found.kind !== 'heldElsewhere') return result;
      alias.follow(found.alias);
    }
  });
}

async function inBudget(
  clock: Clock,
  signal: AbortSignal,
  write: (deadline: Deadline) => Promise<WriteResult>,
): Promise<WriteResult> {
  const limits = signal.aborted
    ? {budgetMs: INTERRUPTED_MS}
    : {budgetMs: BUDGET_MS, interrupt: signal, interruptedMs: INTERRUPTED_MS};
  const deadline = new Deadline({clock, ...limits});
  try {
    return await write(deadline);
  } finally {
    deadline.dispose();
  }
}
