import {type CodeSignature, profileVersion} from '../../model/source/signature.js';
import {formatNotedContent} from '../../model/versions/content-note.js';
import type {Version} from '../../model/versions/version.js';
import {compareVersions} from '../../model/versions/version.js';
import type {PublishPlan} from '../../plan/publish/publish.js';
import {settleLayer} from '../../plan/publish/settle-layer.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import {pollPauseMs} from '../poll-pause.js';
import {createFunction} from './create.js';
import type {PublishDeps} from './deps.js';
import {type PublishedLayer, publishLayer} from './layer.js';
import {findLostPublish, MOST_MOVED_REVISIONS, requireUntouched, saidAws} from './race.js';
import {updateFunction} from './update.js';
import {UPDATE_DEADLINE_MS, waitUntilActive, waitUntilUpdated} from './update-wait.js';

/** A plan and the bytes it was made for. */
export interface PublishJob {
  readonly plan: PublishPlan;
  /** Absent when the code does not have to travel. */
  readonly zip?: Uint8Array | undefined;
  /** The same of the plan's layer. */
  readonly layerZip?: Uint8Array | undefined;
}

export interface PublishResult {
  readonly functionName: string;
  /** The version that holds the package: new, or the newest one when nothing changed. */
  readonly version: Version;
  /** The newest version before; absent for the first one. */
  readonly previousVersion?: Version;
  readonly changed: boolean;
  readonly created: boolean;
  readonly contentDigest: string;
  readonly codeSha256: string;
  readonly changedFields: readonly string[];
  /** How the code travelled; absent when AWS had it already. */
  readonly uploaded?: 'inline' | 's3';
  /** The image by its digest; absent for a zip. */
  readonly image?: string;
  /** Who signed the code, where AWS says it. */
  readonly signature?: CodeSignature;
  /** The layer with its dependencies; absent when they are in the package. */
  readonly layer?: PublishedLayer;
}

/**
 * Carries a publish plan out: code, configuration, version, each guarded by the RevisionId and by what `$LATEST` holds,
 * and returns when the version is Active. Moves no traffic. A conflict with an update that is under way is waited out; a
 * write by somebody else ends it with AwsError PRECONDITION_FAILED. Safe to run again after any failure.
 */
export async function publishFunction(
  deps: PublishDeps,
  job: PublishJob,
  signal?: AbortSignal,
): Promise<PublishResult> {
  const {plan, layer} = await layLayer(deps, job, signal);
  const withLayer = {...(layer && {layer})};
  if (plan.kind === 'nothing') return {...(await reuseNewest(deps, plan, signal)), ...withLayer};
  const ready =
    plan.kind === 'create'
      ? await createFunction(deps, plan, job.zip, signal)
      : await updateFunction(deps, plan, job.zip, signal);
  const published = await publishVersion(deps, plan, ready, signal);
  const {previousVersion} = plan;
  // Unchanged since the last publish: AWS answers with that version, as if it had made it.
  const changed = previousVersion === undefined || compareVersions(published.version, previousVersion) > 0;
  if (published.state !== 'Active') await waitUntilActive(deps, plan.functionName, published.version, signal);
  deps.events.emit({type: 'version.published', functionName: plan.functionName, version: published.version, changed});
  return {
    ...resultBase(plan, published),
    ...withLayer,
    changed,
    created: plan.kind === 'create',
    changedFields: plan.changedFields,
    ...((plan.code.kind === 'inline' || plan.code.kind === 's3') && {uploaded: plan.code.kind}),
  };
}

/** The layer comes first: a function can only be given a layer version that is there. */
async function layLayer(
  deps: PublishDeps,
  {plan, layerZip}: PublishJob,
  signal?: AbortSignal,
): Promise<{readonly plan: PublishPlan; readonly layer?: PublishedLayer}> {
  const {functionName, layer: step} = plan;
  if (step === undefined) return {plan};
  const layer = await publishLayer(deps, {functionName, step, zip: layerZip}, signal);
  return {plan: settleLayer(plan, layer.arn), layer};
}

async function reuseNewest(
  deps: PublishDeps,
  plan: Extract<PublishPlan, {kind: 'nothing'}>,
  signal?: AbortSignal,
): Promise<PublishResult> {
  const {functionName, newest} = plan;
  deps.events.emit({type: 'code.unchanged', functionName, codeSha256: plan.codeSha256});
  // Another run may have published it a moment ago; and one that failed must not pass for a version to release.
  if (newest.state === 'Pending' || newest.state === 'Failed')
    await waitUntilActive(deps, functionName, newest.version, signal);
  deps.events.emit({type: 'version.published', functionName, version: newest.version, changed: false});
  return {...resultBase(plan, newest), changed: false, created: false, changedFields: []};
}

function resultBase(plan: PublishPlan, {version, codeSha256, signature}: FunctionConfiguration) {
  const {functionName, contentDigest, previousVersion, image} = plan;
  const named = {
    functionName,
    version,
    contentDigest,
    codeSha256,
    ...(image && {image: image.uri}),
    ...(signature && {signature}),
  };
  return {...named, ...(previousVersion !== undefined && {previousVersion})};
}

/** One PublishVersion of exactly `ready`. Whatever somebody does meanwhile that changes nothing of ours is waited out. */
async function publishVersion(
  deps: PublishDeps,
  plan: Exclude<PublishPlan, {kind: 'nothing'}>,
  ready: FunctionConfiguration,
  signal?: AbortSignal,
): Promise<FunctionConfiguration> {
  const {functionName, contentDigest, versionDescription, previousVersion, signing} = plan;
  const signer = signing && profileVersion(signing.profileVersionArn);
  // What AWS has now, which is what was sent; under the same content it may be what another machine packed.
  const {codeSha256} = ready;
  const description = formatNotedContent(versionDescription, {
    contentDigest,
    codeSha256,
    ...(signer !== undefined && {signer}),
  });
  const startedMs = deps.clock.now();
  const deadlineMs = startedMs + UPDATE_DEADLINE_MS;
  let movedRevisions = 0;
  for (let latest = ready; ; ) {
    signal?.throwIfAborted();
    try {
      const {revisionId} = latest;
      return await deps.functions.publishVersion({functionName, codeSha256, revisionId, description}, signal);
    } catch (error) {
      if (saidAws(error, 'PRECONDITION_FAILED')) {
        const wanted = {expected: ready, description, ...(previousVersion !== undefined && {previousVersion})};
        const published = await findLostPublish(deps.functions, wanted, signal);
        if (typeof published === 'object') return published.ours;
        movedRevisions += 1;
        if (published === 'foreign' || movedRevisions > MOST_MOVED_REVISIONS) throw error;
        latest = await waitUntilUpdated(deps, functionName, {deadlineMs}, signal);
        requireUntouched(latest, ready);
        continue;
      }
      if (!saidAws(error, 'UPDATE_IN_PROGRESS') || deps.clock.now() >= deadlineMs) throw error;
      // AWS can still refuse for a moment after it has said Successful.
      await deps.clock.sleep(pollPauseMs(deps.clock.now() - startedMs), signal);
      latest = await waitUntilUpdated(deps, functionName, {deadlineMs}, signal);
      requireUntouched(latest, ready);
    }
  }
}
