import {RefusedError} from '../../errors.js';
import {fitsUnzipped, MAX_UNZIPPED_BYTES} from '../../model/package-limits.js';

/** Throws RefusedError when a package and its layer are together more than AWS takes, unzipped; both in bytes. */
export function assertFitTogether(functionName: string, packageBytes: number, layerBytes: number): void {
  const unzippedBytes = packageBytes + layerBytes;
  if (fitsUnzipped(unzippedBytes)) return;
  throw new RefusedError(
    `${functionName} and its layer are ${unzippedBytes} bytes unzipped; AWS Lambda takes less than ${MAX_UNZIPPED_BYTES}, layers included.`,
    {
      code: 'UNZIPPED_TOO_LARGE',
      suggestions: [
        'Leave out what the function does not read with a line in .lambdaignore: it counts for the layer as well.',
        'A layer does not help here: it counts as much as the package.',
      ],
      details: {unzippedBytes, layerUnzippedBytes: layerBytes, limit: MAX_UNZIPPED_BYTES},
    },
  );
}
