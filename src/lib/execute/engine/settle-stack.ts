import {AwsError} from '../../errors.js';
import type {Clock} from '../../ports/clock.js';
import type {StackEvent, StacksPort} from '../../ports/engine/stacks.js';
import type {EventSink} from '../../ports/events.js';
import {pollPauseMs} from '../poll-pause.js';

export interface StackDeps {
  readonly stacks: StacksPort;
  readonly clock: Clock;
  readonly events: EventSink;
}

/** How CloudFormation ended what it was asked for. */
export interface SettledStack {
  /** CREATE_COMPLETE, UPDATE_ROLLBACK_COMPLETE, DELETE_COMPLETE … */
  readonly status: string;
  /** What failed, the first failure first, without what was only cancelled because of it. */
  readonly failures: readonly StackEvent[];
}

const STACK = 'AWS::CloudFormation::Stack';
/** A handful of resources takes a minute or two; an account that is throttled needs longer. */
const DEADLINE_MS = 30 * 60_000;

/**
 * Waits until CloudFormation has ended what it was asked for after the event `afterId`, and tells of each resource. Throws
 * AwsError, STACK_TIMED_OUT after half an hour, and the reason of the signal: what was begun goes on without us.
 */
export async function settleStack(
  {stacks, clock, events}: StackDeps,
  {name, id, afterId}: {readonly name: string; readonly id: string; readonly afterId: string | undefined},
  signal: AbortSignal,
): Promise<SettledStack> {
  const startedMs = clock.now();
  const failures: StackEvent[] = [];
  let lastId = afterId;
  for (;;) {
    signal.throwIfAborted();
    const fresh = await stacks.events(id, lastId, signal);
    lastId = fresh[0]?.id ?? lastId;
    for (const event of [...fresh].reverse()) {
      if (event.type === STACK && event.logicalId === name) {
        if (!event.status.endsWith('_IN_PROGRESS')) return {status: event.status, failures};
        continue;
      }
      if (event.status.endsWith('_FAILED') && !/cancelled/i.test(event.reason ?? '')) failures.push(event);
      const status = event.status.toLowerCase().replaceAll('_', ' ');
      events.emit({type: 'heartbeat', message: `${name}: ${event.logicalId} ${status}`});
    }
    const elapsedMs = clock.now() - startedMs;
    if (elapsedMs > DEADLINE_MS) throw timedOut(name);
    await clock.sleep(pollPauseMs(elapsedMs), signal);
  }
}

/** The newest event of a stack: what comes after it belongs to what is asked for next. */
export async function lastEventId(
  {stacks}: Pick<StackDeps, 'stacks'>,
  id: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  return (await stacks.events(id, undefined, signal))[0]?.id;
}

function timedOut(name: string): AwsError {
  return new AwsError(`The stack ${name} is still not done after half an hour.`, {
    code: 'STACK_TIMED_OUT',
    suggestions: [`See what it waits for: aws cloudformation describe-stack-events --stack-name ${name}`],
  });
}
