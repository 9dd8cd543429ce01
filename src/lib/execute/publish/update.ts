import {configurationDifferences} from '../../plan/publish/configuration.js';
import {isBusy} from '../../plan/publish/function-refusals.js';
import type {PublishPlan} from '../../plan/publish/publish.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import {pollPauseMs} from '../poll-pause.js';
import {sendCode} from './code.js';
import type {PublishDeps} from './deps.js';
import {MOST_MOVED_REVISIONS, requireUntouched, saidAws} from './race.js';
import {UPDATE_DEADLINE_MS, waitUntilUpdated} from './update-wait.js';

type UpdatePlan = Extract<PublishPlan, {kind: 'update'}>;

/** Updates code, then configuration, as far as they differ, and returns `$LATEST` once AWS has taken them over: with the code that was sent. */
export async function updateFunction(
  deps: PublishDeps,
  plan: UpdatePlan,
  zip: Uint8Array | undefined,
  signal?: AbortSignal,
): Promise<FunctionConfiguration> {
  const {functionName, contentDigest, code, change, observed, architecture} = plan;
  let latest = observed;
  let {expected} = plan;
  if (isBusy(observed)) {
    latest = await waitUntilUpdated(deps, functionName, {failedIsSettled: true}, signal);
    requireUntouched(latest, observed);
  }
  if (code.kind === 'none') {
    deps.events.emit({type: 'code.unchanged', functionName, codeSha256: plan.codeSha256});
  } else {
    latest = await sendCode(
      deps,
      {functionName, contentDigest, codeSha256: plan.codeSha256, code, zip},
      (source, codeSha256) => {
        expected = {...expected, codeSha256};
        return writeGuarded(
          deps,
          {before: latest, after: {...observed, ...imageOf(plan), codeSha256, architecture}},
          (revisionId) =>
            deps.functions.updateCode(
              {functionName, code: source, architecture, revisionId, ...keyOf(observed)},
              signal,
            ),
          signal,
        );
      },
      signal,
    );
  }
  const fields = plan.changes.map(({field}) => field);
  if (fields.length > 0) {
    latest = await writeGuarded(
      deps,
      {before: latest, after: expected},
      (revisionId) => deps.functions.updateConfiguration({functionName, change, revisionId}, signal),
      signal,
    );
    deps.events.emit({type: 'configuration.changed', functionName, fields});
  }
  requireUntouched(latest, expected);
  return latest;
}

/**
 * One write, guarded by the RevisionId of `before`, and the wait until AWS has taken it over. An update under way (409) is
 * waited out until the deadline, if it left `before` as it was. After a 412 the function is read: when it holds `after`,
 * the first attempt was carried out and only its answer was lost; when it holds `before`, only the RevisionId has moved, as
 * tags move it, and the write goes on under the new one; otherwise somebody else wrote, and nothing more is sent.
 */
async function writeGuarded(
  deps: PublishDeps,
  {before, after}: {readonly before: FunctionConfiguration; readonly after: FunctionConfiguration},
  write: (revisionId: string) => Promise<unknown>,
  signal?: AbortSignal,
): Promise<FunctionConfiguration> {
  const {functionName} = before;
  const startedMs = deps.clock.now();
  const deadlineMs = startedMs + UPDATE_DEADLINE_MS;
  let movedRevisions = 0;
  for (let latest = before; ; ) {
    signal?.throwIfAborted();
    try {
      await write(latest.revisionId);
      return await waitUntilUpdated(deps, functionName, {}, signal);
    } catch (error) {
      if (saidAws(error, 'PRECONDITION_FAILED')) {
        const found = await waitUntilUpdated(deps, functionName, {}, signal);
        if (configurationDifferences(found, after).length === 0) return found;
        requireUntouched(found, before);
        movedRevisions += 1;
        if (movedRevisions > MOST_MOVED_REVISIONS) throw error;
        latest = found;
        continue;
      }
      if (!saidAws(error, 'UPDATE_IN_PROGRESS') || deps.clock.now() >= deadlineMs) throw error;
      await deps.clock.sleep(pollPauseMs(deps.clock.now() - startedMs), signal);
      latest = await waitUntilUpdated(deps, functionName, {failedIsSettled: true, deadlineMs}, signal);
      // A lost answer can also come back as "update in progress": the first attempt's own.
      const settled = latest.lastUpdateStatus !== 'Failed';
      if (settled && configurationDifferences(latest, after).length === 0) return latest;
      requireUntouched(latest, before);
    }
  }
}

function imageOf({image}: UpdatePlan): {readonly imageDigest?: string} {
  return image === undefined ? {} : {imageDigest: image.digest};
}

function keyOf({sourceKmsKeyArn}: FunctionConfiguration): {readonly sourceKmsKeyArn?: string} {
  return sourceKmsKeyArn === undefined ? {} : {sourceKmsKeyArn};
}
