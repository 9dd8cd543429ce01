/** The largest zip that CreateFunction and UpdateFunctionCode take in the request itself (AWS Lambda quotas: 50 MB), in bytes. Larger ones go through S3. */
export const MAX_INLINE_ZIP_BYTES = 52_428_800;

/** Whether a zip travels in the request itself: AWS says "must be smaller than", so one of exactly the limit does not. */
export function fitsInline(zippedBytes: number): boolean {
  return zippedBytes < MAX_INLINE_ZIP_BYTES;
}

/** Unzipped function code and all its layers together (AWS Lambda quotas: 250 MB), in bytes. */
export const MAX_UNZIPPED_BYTES = 262_144_000;

/** Whether AWS takes function and layers of this size: "Unzipped size must be smaller than 262144000 bytes". */
export function fitsUnzipped(unzippedBytes: number): boolean {
  return unzippedBytes < MAX_UNZIPPED_BYTES;
}

/** Layers of one function (AWS Lambda quotas: five layers). */
export const MAX_LAYERS = 5;
