/** The largest zip that CreateFunction and UpdateFunctionCode take in the request itself (AWS Lambda quotas: 50 MB), in bytes. Larger ones go through S3. */
export const MAX_INLINE_ZIP_BYTES = 52_428_800;

/** Unzipped function code and all its layers together (AWS Lambda quotas: 250 MB), in bytes. */
export const MAX_UNZIPPED_BYTES = 262_144_000;

/** Layers of one function (AWS Lambda quotas: five layers). */
export const MAX_LAYERS = 5;
