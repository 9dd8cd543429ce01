import type {Stack} from '../../ports/engine/stacks.js';
import {lastEventId, type StackDeps, settleStack} from './settle-stack.js';
import {stackFailed} from './stack-failed.js';

/** Deletes a stack with everything in it, and waits until it is gone. Throws AwsError STACK_FAILED. */
export async function deleteStack(deps: StackDeps, {name, id}: Stack, signal: AbortSignal): Promise<void> {
  const afterId = await lastEventId(deps, id, signal);
  await deps.stacks.deleteStack(name, signal);
  const settled = await settleStack(deps, {name, id, afterId}, signal);
  if (settled.status !== 'DELETE_COMPLETE') throw stackFailed({name, id, verb: 'deleted'}, settled);
}
