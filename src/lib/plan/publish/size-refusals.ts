import {
  fitsInline,
  fitsUnzipped,
  MAX_INLINE_ZIP_BYTES,
  MAX_LAYERS,
  MAX_UNZIPPED_BYTES,
} from '../../model/package-limits.js';
import type {Refusal} from '../refusal.js';
import type {CodePlace} from './code-step.js';
import type {PublishSpec} from './spec.js';

/** What speaks against the sizes of package and layer, and the number of layers. `spec.configuration.layers` has ours in it. */
export function sizeRefusals(spec: PublishSpec): Refusal[] {
  const {functionName, layer} = spec;
  return [
    ...unzippedRefusals(spec),
    ...(spec.package.stored || spec.package.image
      ? []
      : bucketRefusals(`package of ${functionName}`, spec.package.zippedBytes, spec)),
    ...(layer ? bucketRefusals(`layer ${layer.name}`, layer.zippedBytes, spec) : []),
    ...layerRefusals(spec),
  ];
}

function unzippedRefusals({functionName, package: {unzippedBytes}, layer}: PublishSpec): Refusal[] {
  const sum = unzippedBytes + (layer?.unzippedBytes ?? 0);
  if (fitsUnzipped(sum)) return [];
  const what = layer === undefined ? `The package of ${functionName} is` : `${functionName} and its layer are`;
  return [
    {
      code: 'UNZIPPED_TOO_LARGE',
      message: `${what} ${sum} bytes unzipped; Lambda takes less than ${MAX_UNZIPPED_BYTES}, layers included.`,
      suggestions: [
        'Leave files out with .lambdaignore, or bundle the code.',
        ...(layer ? ['A layer does not help here: it counts as much as the package.'] : []),
      ],
      details: {unzippedBytes: sum, limit: MAX_UNZIPPED_BYTES, ...(layer && {layerUnzippedBytes: layer.unzippedBytes})},
    },
  ];
}

/** A zip that has to go through S3 and has no bucket to go to. */
export function bucketRefusals(what: string, zippedBytes: number, {artifacts, signing}: CodePlace): Refusal[] {
  if ((fitsInline(zippedBytes) && signing === undefined) || artifacts !== undefined) return [];
  const why = signing
    ? `is to be signed by ${signing.profile}, which AWS Signer does in S3`
    : `is ${zippedBytes} bytes zipped; from ${MAX_INLINE_ZIP_BYTES} on it must go through S3`;
  return [
    {
      code: 'BUCKET_MISSING',
      message: `The ${what} ${why}, and no bucket is named.`,
      suggestions: [
        'Let lambda-release keep a bucket of its own in this account and region: --bucket auto, or "artifacts: {bucket: auto}" in the release file.',
        'Or name a bucket in the region of the function: --bucket NAME, or LAMBDA_RELEASE_BUCKET, or "artifacts: {bucket: NAME}" in the release file.',
      ],
      details: {zippedBytes, limit: MAX_INLINE_ZIP_BYTES},
    },
  ];
}

function layerRefusals({functionName, layer, configuration: {layers = []}}: PublishSpec): Refusal[] {
  if (layers.length <= MAX_LAYERS) return [];
  return [
    {
      code: 'LAYERS_TOO_MANY',
      message: `${functionName} would have ${layers.length} layers; Lambda takes ${MAX_LAYERS}: ${layers.join(', ')}.`,
      suggestions: [
        `Name the ${layer ? MAX_LAYERS - 1 : MAX_LAYERS} that it needs in "layers" of the release file: the list replaces that of the function.`,
        ...(layer ? ['Or remove "layer": then its dependencies stay in the package.'] : []),
      ],
      details: {layers, limit: MAX_LAYERS},
    },
  ];
}
