import {AwsError} from '../../errors.js';
import {formatReservedBefore, RESERVED_BEFORE_TAG} from '../../model/reserved-before.js';
import type {ReservePlan} from '../../plan/concurrency/concurrency.js';
import type {EventSink} from '../../ports/events.js';
import type {FunctionsPort} from '../../ports/functions.js';
import type {TagsPort} from '../../ports/tags.js';

interface MemoryDeps {
  readonly functions: FunctionsPort;
  readonly tags: TagsPort;
  readonly events: EventSink;
}

/**
 * After a stop, keeps what was reserved before in a tag of the function; after a start, takes the tag away. It comes after
 * the stop, which must not wait for it, and what goes wrong with it is a warning with the command that restores.
 */
export async function rememberReservation(deps: MemoryDeps, plan: ReservePlan, signal?: AbortSignal): Promise<void> {
  if (!plan.changed || !(plan.stopsFunction || plan.startsFunction)) return;
  const {functionName, previous, restoreCommand} = plan;
  try {
    const found = await deps.functions.getFunction(functionName, undefined, signal);
    if (!found) return;
    if (plan.stopsFunction) {
      await deps.tags.setTags(found.arn, {[RESERVED_BEFORE_TAG]: formatReservedBefore(previous)}, signal);
    } else {
      await deps.tags.removeTags(found.arn, [RESERVED_BEFORE_TAG], signal);
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    deps.events.emit({
      type: 'warning',
      code: 'RESERVED_BEFORE_NOT_KEPT',
      message: plan.stopsFunction
        ? `${functionName} is stopped, but its tag ${RESERVED_BEFORE_TAG} could not be written (${error.message}). Keep this: ${restoreCommand}`
        : `${functionName} runs again, but its tag ${RESERVED_BEFORE_TAG} could not be removed: ${error.message}`,
    });
  }
}
