import {pruneLayer} from '../../execute/versions/layer-prune.js';
import {observeShares} from '../../observe/versions/layer-shares.js';
import {observeLayerVersions} from '../../observe/versions/layer-versions.js';
import {toRefusedError} from '../../plan/refusal.js';
import {planLayerPrune} from '../../plan/versions/layer-prune.js';
import {
  type LayerPruneReport,
  type LayersReport,
  layerPrunePlanText,
  toLayerPruneReport,
} from '../../report/result/versions/layers-text.js';
import type {Session} from '../session.js';

/** The layers of the region, or the versions of one and what uses each. Throws AwsError. */
export async function listLayers(
  session: Session,
  layerName: string | undefined,
  signal: AbortSignal,
): Promise<LayersReport> {
  if (layerName === undefined) return {layers: await session.layers.listLayers(signal)};
  const onProgress = (seen: number) =>
    session.events.emit({type: 'heartbeat', message: `Looked at ${seen} versions of functions`});
  const versions = await observeLayerVersions(session, layerName, onProgress, signal);
  return {layerName, layers: await observeShares(session, layerName, versions, signal)};
}

/** Deletes the versions of a layer that nothing uses, after a yes. Throws the ReleaseError of what went wrong. */
export async function pruneLayerVersions(
  session: Session,
  layerName: string,
  {keep, 'dry-run': dryRun}: {readonly keep: number; readonly 'dry-run': boolean},
  signal: AbortSignal,
): Promise<LayerPruneReport> {
  const versions = await observeLayerVersions(session, layerName, undefined, signal);
  const planned = planLayerPrune(layerName, versions, keep);
  if (!planned.ok) throw toRefusedError(planned.refusals);
  const {plan} = planned;
  if (dryRun || plan.removed.length === 0) return toLayerPruneReport(plan);
  await session.host.showPlan(layerPrunePlanText(plan));
  await session.host.confirm(`Delete ${plan.removed.length} of ${layerName}'s versions for good?`, signal);
  return toLayerPruneReport(plan, await pruneLayer(session, plan, signal));
}
