import {findReleaseFile} from '../../config/load-release-file.js';
import {publishLayer} from '../../execute/publish/layer.js';
import {sharedWith} from '../../model/layer/share.js';
import {type LayerContent, readLayer} from '../../package/layer/build-layer.js';
import {planLayer} from '../../plan/publish/layer.js';
import {type LayerPreview, toLayerPreview} from '../../plan/publish/preview.js';
import {bucketRefusals} from '../../plan/publish/size-refusals.js';
import {requireNoRefusals} from '../../plan/refusal.js';
import type {LayerReport} from '../../report/result/publish/layer-text.js';
import {namedPlace, placeInstead} from '../publish/managed-place.js';
import {wantedLayer} from '../publish/plan-content.js';
import {toArtifacts} from '../publish/prepare-publish.js';
import {readSigning, unversionedRefusals} from '../publish/signing.js';
import type {Session} from '../session.js';
import {type LayerOptions, layerTarget} from './layer-target.js';
import {requireShares} from './require-shares.js';

interface PublishLayerOptions extends LayerOptions {
  /** Accounts and organizations, instead of those of the release file. */
  readonly share?: readonly string[] | undefined;
  readonly bucket?: string | undefined;
  readonly prefix?: string | undefined;
  readonly config?: string | undefined;
  readonly 'dry-run': boolean;
}

export interface PublishLayerResult {
  readonly dryRun: boolean;
  /** Filled by --dry-run. */
  readonly plan?: LayerPreview;
  readonly layer?: LayerReport;
  readonly packages: LayerContent['packages'];
}

/** Publishes the dependencies of a folder, or of a function of the release file, as a layer. Throws the ReleaseError of what went wrong. */
export async function publishDependencies(
  session: Session,
  named: string,
  options: PublishLayerOptions,
  signal: AbortSignal,
): Promise<PublishLayerResult> {
  const file = await findReleaseFile(options.config, session);
  const {name: functionName, source: sourceDir, ...target} = layerTarget(named, file, options);
  const content = await readLayer({...target, functionName, sourceDir, sink: session.events, signal});
  const share = options.share === undefined ? sharedWith(target.setting.share ?? {}) : requireShares(options.share);
  const profile = file?.functions.get(functionName)?.signing ?? file?.signing;
  const {signing, refusals: unsignable} = await readSigning(session, profile, signal);
  requireNoRefusals(unsignable);
  const {spec, observed, zip} = await wantedLayer(session, {...content, sharedWith: share}, {signing}, signal);
  const place = await namedPlace(session, toArtifacts(options, file?.artifacts), signal);
  const refusals = observed.existing
    ? []
    : bucketRefusals(`layer ${spec.name}`, spec.zippedBytes, {
        ...(place && {artifacts: place}),
        ...(signing && {signing}),
      });
  const asks = {prefix: options.prefix ?? '', asks: !options['dry-run']};
  const artifacts = place ?? (await placeInstead(session, refusals, asks, signal));
  if (artifacts === undefined) requireNoRefusals(refusals);
  const step = planLayer(spec, observed, {...(artifacts && {artifacts}), ...(signing && {signing})});
  if (step.kind === 'publish') requireNoRefusals(await unversionedRefusals(session, [step.code], signal));
  const {packages} = content;
  if (options['dry-run']) return {dryRun: true, plan: toLayerPreview(step), packages};
  return {dryRun: false, layer: await publishLayer(session, {functionName, step, zip}, signal), packages};
}
