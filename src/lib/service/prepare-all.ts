import {type Refusal, requireNoRefusals} from '../plan/refusal.js';

/**
 * Prepares one after the other what is to be carried out together; nothing is sent before all of it is planned. Throws
 * RefusedError with every objection there is to any of them, and what `prepare` throws.
 */
export async function prepareAll<Target, Prepared extends object>(
  targets: readonly Target[],
  prepare: (target: Target) => Promise<Prepared | readonly Refusal[]>,
): Promise<readonly Prepared[]> {
  const prepared: Prepared[] = [];
  const refusals: Refusal[] = [];
  for (const target of targets) {
    const result = await prepare(target);
    if (areRefusals(result)) refusals.push(...result);
    else prepared.push(result);
  }
  requireNoRefusals(refusals);
  return prepared;
}

function areRefusals(result: object): result is readonly Refusal[] {
  return Array.isArray(result);
}
