import {MAX_UNZIPPED_BYTES} from '../../model/package-limits.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';

/** What is known of the size that Lambda limits: function and layers together, unzipped. */
export interface CodeSize {
  /** The package and our own layer. */
  readonly unzippedBytes: number;
  readonly limitBytes: number;
  /** Layers that are attached by ARN. AWS tells how large they are zipped, and never unzipped. */
  readonly attachedLayers: number;
  /** Of those the function has already; of others nothing is known. */
  readonly attachedZippedBytes: number;
}

/** The size of package and layer, and what can be said of the other layers in the list. */
export function codeSize(
  parts: {readonly package: {readonly unzippedBytes: number}; readonly layer?: {readonly unzippedBytes: number}},
  attached: readonly string[],
  latest: FunctionConfiguration | undefined,
): CodeSize {
  const known = latest?.layerZippedBytes ?? {};
  return {
    unzippedBytes: parts.package.unzippedBytes + (parts.layer?.unzippedBytes ?? 0),
    limitBytes: MAX_UNZIPPED_BYTES,
    attachedLayers: attached.length,
    attachedZippedBytes: attached.reduce((sum, arn) => sum + (known[arn] ?? 0), 0),
  };
}
