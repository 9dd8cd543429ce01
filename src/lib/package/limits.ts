import {RefusedError} from '../errors.js';
import {heaviestParts} from './heaviest-parts.js';
import {type SourceFile, unzippedBytesOf} from './source-file.js';

/** Unzipped function code and all its layers together (AWS Lambda quotas: 250 MiB), in bytes. */
export const MAX_UNZIPPED_BYTES = 262_144_000;

/** The largest zip UpdateFunctionCode and CreateFunction take in the request itself (50 MiB), in bytes. Larger ones go through S3. */
export const MAX_INLINE_ZIP_BYTES = 52_428_800;

const NAMED_PARTS = 5;

/** Throws RefusedError when the unzipped files are more than AWS takes, naming the heaviest packages. Reads no file. */
export function assertFitsLambda(files: readonly SourceFile[]): void {
  const unzippedBytes = unzippedBytesOf(files);
  if (unzippedBytes <= MAX_UNZIPPED_BYTES) return;
  const heaviest = heaviestParts(files).slice(0, NAMED_PARTS);
  const named = heaviest.map((part) => `${part.name} ${toMegabytes(part.unzippedBytes)}`).join(', ');
  throw new RefusedError(
    `The package is ${unzippedBytes} bytes unzipped; AWS Lambda takes at most ${MAX_UNZIPPED_BYTES}, layers included. Heaviest: ${named}.`,
    {
      code: 'PACKAGE_TOO_LARGE',
      suggestions: [
        'Install production dependencies only: npm ci --omit=dev',
        'Leave out what the function does not read with a line in .lambdaignore.',
        'Bundle the handler, so that only the code it uses is packaged.',
      ],
      details: {unzippedBytes, maxUnzippedBytes: MAX_UNZIPPED_BYTES, heaviest},
    },
  );
}

function toMegabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
