import {parseLayerVersionArn} from '../../model/layer/arn.js';
import type {ObservedLayer} from '../../observe/publish/layer.js';
import {type CodePlace, type UploadStep, uploadStep} from './code-step.js';

/** A layer as it is wanted. */
export interface LayerSpec {
  /** Its name on AWS. */
  readonly name: string;
  readonly contentDigest: string;
  /** base64 of SHA-256 over the zip: AWS's own where it has the content. */
  readonly codeSha256: string;
  readonly zippedBytes: number;
  readonly unzippedBytes: number;
  readonly packages: readonly unknown[];
  /** Accounts and organizations that each of its versions is shared with; nobody when absent. */
  readonly sharedWith?: readonly string[];
}

interface LayerStepBase {
  readonly layerName: string;
  readonly contentDigest: string;
  readonly codeSha256: string;
  readonly zippedBytes: number;
  readonly unzippedBytes: number;
  readonly sharedWith: readonly string[];
  /** What stands for the layer in the plan's list of layers: its ARN, or before it has one, a name nobody else has. */
  readonly arn: string;
}

/** How a function comes to its layer. */
export type LayerStep =
  /** AWS has a version of this content. */
  | (LayerStepBase & {readonly kind: 'reuse'})
  | (LayerStepBase & {
      readonly kind: 'publish';
      readonly code: UploadStep;
      /** What its description begins with. */
      readonly text: string;
    });

/** Uses the version that AWS has of this content, or publishes one. A zip above 50 MiB goes through the bucket, and so does one that is signed. */
export function planLayer(spec: LayerSpec, observed: ObservedLayer, place: CodePlace): LayerStep {
  const {name, contentDigest, codeSha256, zippedBytes, unzippedBytes, packages, sharedWith = []} = spec;
  const base = {layerName: name, contentDigest, codeSha256, zippedBytes, unzippedBytes, sharedWith};
  if (observed.existing) return {...base, kind: 'reuse', arn: observed.existing.arn};
  return {
    ...base,
    kind: 'publish',
    arn: `${name}:(new)`,
    code: uploadStep(zippedBytes, place),
    text: `${packages.length} packages`,
  };
}

/**
 * A function's list of layers with ours in it. Another version of our own layer is replaced where it stands; otherwise ours comes last,
 * so that the function's own dependencies win over a file of the same name in a layer below. The others keep their order.
 */
export function withLayer(
  layers: readonly string[],
  arn: string,
  ownLayerArns: readonly (string | undefined)[],
): readonly string[] {
  const isOurs = (each: string) => each === arn || ownLayerArns.includes(parseLayerVersionArn(each)?.layerArn ?? '');
  const at = layers.findIndex(isOurs);
  if (at < 0) return [...layers, arn];
  return layers.flatMap((each, index) => (index === at ? [arn] : isOurs(each) ? [] : [each]));
}
