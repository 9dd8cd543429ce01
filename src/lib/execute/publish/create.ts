import {isSameStoredCode, planConfiguration} from '../../plan/publish/configuration.js';
import type {PublishPlan} from '../../plan/publish/publish.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import {sendCode} from './code.js';
import type {PublishDeps} from './deps.js';
import {saidAws} from './race.js';
import {waitUntilUpdated} from './update-wait.js';

/**
 * Creates the function and waits until it is Active. "Exists already" is our own doing when the answer to the first
 * attempt was lost: then the function that is there is the one that was to be, and the work goes on.
 */
export async function createFunction(
  deps: PublishDeps,
  plan: Extract<PublishPlan, {kind: 'create'}>,
  zip: Uint8Array | undefined,
  signal?: AbortSignal,
): Promise<FunctionConfiguration> {
  const {functionName, contentDigest, code, configuration, architecture} = plan;
  if (code.kind === 'none') throw new Error(`The plan creates ${functionName} without code.`);
  signal?.throwIfAborted();
  let refusal: unknown;
  let {codeSha256} = plan;
  try {
    await sendCode(
      deps,
      {functionName, contentDigest, codeSha256, code, zip},
      (source, sha256) => {
        codeSha256 = sha256;
        return deps.functions.createFunction({...configuration, functionName, architecture, code: source}, signal);
      },
      signal,
    );
  } catch (error) {
    if (!saidAws(error, 'FUNCTION_EXISTS')) throw error;
    refusal = error;
  }
  const created = await waitUntilUpdated(deps, functionName, {}, signal);
  const {changes} = planConfiguration(created, configuration, 'replace');
  const ours = {codeSha256, ...(plan.image && {imageDigest: plan.image.digest})};
  const isOurs = isSameStoredCode(created, ours) && created.architecture === architecture && changes.length === 0;
  if (refusal !== undefined && !isOurs) throw refusal;
  deps.events.emit({type: 'function.created', functionName});
  return created;
}
