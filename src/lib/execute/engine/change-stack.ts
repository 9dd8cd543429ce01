import {AwsError} from '../../errors.js';
import type {ChangeSet, NewChangeSet, Stack} from '../../ports/engine/stacks.js';
import {pollPauseMs} from '../poll-pause.js';
import {lastEventId, type StackDeps, settleStack} from './settle-stack.js';
import {stackFailed} from './stack-failed.js';

/** A change set that waits for a yes or a no. */
export interface Proposed {
  readonly changeSet: ChangeSet;
  /** Carries it out and waits. Throws AwsError STACK_FAILED; what had been changed is back by then. */
  readonly carryOut: (signal: AbortSignal) => Promise<Stack>;
  /** Takes it away, and the empty stack that a first one has made. */
  readonly discard: () => Promise<void>;
}

/** A change set of a few resources is there in seconds. */
const DEADLINE_MS = 10 * 60_000;

/**
 * Asks CloudFormation what a template would change, without changing it; `undefined` when it is nothing. Whoever gets a proposal
 * carries it out or discards it. Throws AwsError, CHANGES_REFUSED for a template or values that CloudFormation does not take.
 */
export async function proposeChanges(
  deps: StackDeps,
  wanted: NewChangeSet,
  signal: AbortSignal,
): Promise<Proposed | undefined> {
  const {stackName, changeSetName, kind} = wanted;
  const discard = () => discardChanges(deps, wanted);
  try {
    await deps.stacks.createChangeSet(wanted, signal);
    const changeSet = await whenMade(deps, wanted, signal);
    if (changeSet.status === 'ready') {
      return {changeSet, discard, carryOut: (inCarryOut) => carryOut(deps, wanted, inCarryOut)};
    }
    if (changeSet.isEmpty) {
      await discard();
      return undefined;
    }
    throw new AwsError(`CloudFormation cannot ${kind} ${stackName}: ${changeSet.reason ?? 'it gives no reason'}`, {
      code: 'CHANGES_REFUSED',
      suggestions: ['Mend what CloudFormation names, and run the same command again.'],
      details: {stack: stackName, changeSet: changeSetName},
    });
  } catch (error) {
    await discard();
    throw error;
  }
}

async function whenMade(
  {stacks, clock}: StackDeps,
  {stackName, changeSetName}: NewChangeSet,
  signal: AbortSignal,
): Promise<ChangeSet> {
  const startedMs = clock.now();
  for (;;) {
    signal.throwIfAborted();
    const changeSet = await stacks.changeSet(stackName, changeSetName, signal);
    const elapsedMs = clock.now() - startedMs;
    if (changeSet.status !== 'pending') return changeSet;
    if (elapsedMs > DEADLINE_MS) {
      throw new AwsError(`CloudFormation has not worked out the changes of ${stackName} in ten minutes.`, {
        code: 'STACK_TIMED_OUT',
        suggestions: ['See https://health.aws.amazon.com for the region.', 'Run the same command again.'],
      });
    }
    await clock.sleep(pollPauseMs(elapsedMs), signal);
  }
}

async function carryOut(
  deps: StackDeps,
  {stackName, changeSetName, kind}: NewChangeSet,
  signal: AbortSignal,
): Promise<Stack> {
  const {stacks} = deps;
  const before = await stacks.find(stackName, signal);
  const id = before?.id ?? stackName;
  const afterId = await lastEventId(deps, id, signal);
  await stacks.executeChangeSet(stackName, changeSetName, signal);
  const settled = await settleStack(deps, {name: stackName, id, afterId}, signal);
  if (settled.status !== 'CREATE_COMPLETE' && settled.status !== 'UPDATE_COMPLETE') {
    throw stackFailed({name: stackName, id, verb: `${kind}d`}, settled);
  }
  const after = await stacks.find(stackName, signal);
  if (after) return after;
  throw stackFailed({name: stackName, id, verb: `${kind}d`}, {status: 'DELETE_COMPLETE', failures: []});
}

/** Also after a signal, whose own would stop it: what was only proposed is not left behind. */
async function discardChanges({stacks}: StackDeps, {stackName, changeSetName, kind}: NewChangeSet): Promise<void> {
  const stack = await stacks.find(stackName);
  if (!stack) return;
  if (kind === 'create' && stack.status === 'REVIEW_IN_PROGRESS') await stacks.deleteStack(stackName);
  else await stacks.deleteChangeSet(stackName, changeSetName);
}
