import {formatReservedBefore, RESERVED_BEFORE_TAG} from '../../model/reserved-before.js';
import {messageOf} from '../../model/text/message-of.js';
import type {ReservePlan} from '../../plan/concurrency/concurrency.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import type {FunctionsPort} from '../../ports/lambda/functions.js';
import type {TagsPort} from '../../ports/lambda/tags.js';
import {Deadline} from '../alias/deadline.js';

interface MemoryDeps {
  readonly clock: Clock;
  readonly functions: FunctionsPort;
  readonly tags: TagsPort;
  readonly events: EventSink;
}

const BUDGET_MS = 20_000;
const INTERRUPTED_MS = 1_500;

/**
 * After a stop, keeps what was reserved before in a tag of the function; after a start, takes the tag away. It comes after
 * the stop, which must not wait for it, also when a signal has come meanwhile; what goes wrong with it is a warning with
 * the command that restores.
 */
export async function rememberReservation(deps: MemoryDeps, plan: ReservePlan, signal?: AbortSignal): Promise<void> {
  if (!plan.changed || !(plan.stopsFunction || plan.startsFunction)) return;
  // A tag of an earlier stop is all that anybody knows then.
  if (plan.stopsFunction && plan.previousUnknown !== undefined) return;
  const {events, clock} = deps;
  const deadline = new Deadline({clock, budgetMs: BUDGET_MS, interrupt: signal, interruptedMs: INTERRUPTED_MS});
  try {
    await writeTag(deps, plan, deadline);
  } catch (error) {
    const why = messageOf(error);
    events.emit({type: 'warning', code: 'RESERVED_BEFORE_NOT_KEPT', message: notKept(plan, why)});
  } finally {
    deadline.dispose();
  }
}

async function writeTag({functions, tags}: MemoryDeps, plan: ReservePlan, deadline: Deadline): Promise<void> {
  const {functionName, previous, stopsFunction} = plan;
  const found = await deadline.call((signal) => functions.getFunction(functionName, undefined, signal));
  if (!found) return;
  await deadline.call((signal) =>
    stopsFunction
      ? tags.setTags(found.arn, {[RESERVED_BEFORE_TAG]: formatReservedBefore(previous)}, signal)
      : tags.removeTags(found.arn, [RESERVED_BEFORE_TAG], signal),
  );
}

function notKept({functionName, stopsFunction, restoreCommand}: ReservePlan, why: string): string {
  return stopsFunction
    ? `${functionName} is stopped, but its tag ${RESERVED_BEFORE_TAG} could not be written (${why}). Keep this: ${restoreCommand}`
    : `${functionName} runs again, but its tag ${RESERVED_BEFORE_TAG} could not be removed: ${why}`;
}
