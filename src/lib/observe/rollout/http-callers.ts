import {AwsError} from '../../errors.js';
import type {TriggersPort} from '../../ports/lambda/triggers.js';
import type {ObservedRollout} from './rollout.js';

/**
 * What was observed of an alias, with what answers HTTP with what it returns. Who may not look releases all the same, so
 * that alone may be forbidden. Throws every other AwsError.
 */
export async function withHttpCallers(
  {triggers}: {readonly triggers: TriggersPort},
  observed: ObservedRollout,
  signal?: AbortSignal,
): Promise<ObservedRollout> {
  if (!observed.alias) return observed;
  try {
    return {...observed, httpCallers: await triggers.listHttpCallers(observed.ref, signal)};
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ACCESS_DENIED') return observed;
    throw error;
  }
}
