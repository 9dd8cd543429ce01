import type {InstallTool} from '../../model/layer/install-line.js';
import {profileVersion} from '../../model/source/signature.js';
import type {ObservedFunction} from '../../observe/publish/function.js';
import {type ObservedLayer, observeLayer} from '../../observe/publish/layer.js';
import type {PackageContent, PackedZip} from '../../package/package-content.js';
import {knownCode, sendsCode} from '../../plan/publish/known-code.js';
import type {LayerSpec} from '../../plan/publish/layer.js';
import {type PublishPlan, planPublish} from '../../plan/publish/publish.js';
import type {SigningStep} from '../../plan/publish/signing.js';
import type {PublishSpec} from '../../plan/publish/spec.js';
import type {Planned} from '../../plan/refusal.js';
import type {LayersPort} from '../../ports/lambda/layers.js';

/** A function's code, of which every byte has been read. */
export interface FunctionContent {
  readonly package: PackageContent;
  readonly layer?: PackageContent & Pick<LayerSpec, 'name' | 'packages' | 'sharedWith'> & {readonly tool?: InstallTool};
}

/** A plan, and the bytes that it has to send. */
export interface PlannedContent {
  readonly planned: Planned<PublishPlan>;
  readonly zip?: Uint8Array;
  readonly layerZip?: Uint8Array;
}

/** A layer beside what AWS has of it, with its bytes when AWS has none of this content. */
export interface WantedLayerContent {
  readonly spec: LayerSpec;
  readonly observed: ObservedLayer;
  readonly zip?: Uint8Array;
}

/**
 * Plans the publication of a content. Where AWS has it, the plan is made with what AWS has, and nothing is packed; only what has to
 * travel is. Throws AwsError, and what packing throws.
 */
export async function planContent(
  deps: {readonly layers: LayersPort},
  content: FunctionContent,
  observed: ObservedFunction,
  spec: Omit<PublishSpec, 'package' | 'layer'>,
  signal?: AbortSignal,
): Promise<PlannedContent> {
  const attached = observed.latest?.layers ?? [];
  const layer = content.layer && (await wantedLayer(deps, content.layer, {attached, signing: spec.signing}, signal));
  const {contentDigest, unzippedBytes, stored} = content.package;
  const planWith = ({codeSha256, zippedBytes}: Omit<PackedZip, 'zip'>) =>
    planPublish(
      {
        ...spec,
        package: {contentDigest, unzippedBytes, codeSha256, zippedBytes, ...(stored && {stored})},
        ...(layer && {layer: layer.spec}),
      },
      {...observed, ...(layer && {layer: layer.observed})},
    );
  const layerZip = layer?.zip && {layerZip: layer.zip};
  const known = knownCode(observed, contentDigest, spec.signing);
  if (known) {
    const planned = planWith(known);
    if (!planned.ok || !sendsCode(planned.plan)) return {planned, ...layerZip};
  }
  const packed = await content.package.pack();
  return {planned: planWith(packed), zip: packed.zip, ...layerZip};
}

/** Looks for a layer on AWS by its content, and packs it when it is not there. Throws AwsError, and what packing throws. */
export async function wantedLayer(
  deps: {readonly layers: LayersPort},
  content: NonNullable<FunctionContent['layer']>,
  {attached = [], signing}: {readonly attached?: readonly string[]; readonly signing?: SigningStep | undefined},
  signal?: AbortSignal,
): Promise<WantedLayerContent> {
  const {name, contentDigest, unzippedBytes, packages, sharedWith} = content;
  const signer = signing && profileVersion(signing.profileVersionArn);
  const wanted = {layerName: name, contentDigest, attached, ...(signer !== undefined && {signer})};
  const spec = {name, contentDigest, unzippedBytes, packages, ...(sharedWith && {sharedWith})};
  const byContent = await observeLayer(deps, wanted, signal);
  if (byContent.existing) {
    const {codeSha256, zippedBytes} = byContent.existing;
    return {spec: {...spec, codeSha256, zippedBytes}, observed: byContent};
  }
  const {zip, codeSha256, zippedBytes} = await content.pack();
  // Versions of earlier releases have no digest: the zip itself may be there.
  const observed = await observeLayer(deps, {...wanted, codeSha256}, signal);
  return {spec: {...spec, codeSha256, zippedBytes}, observed, zip};
}
