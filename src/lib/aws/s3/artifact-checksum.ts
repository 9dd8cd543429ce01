import {createHash} from 'node:crypto';

/** Zips above this are sent in parts of it, four at a time, so that a broken connection costs one part and not all. */
export const PART_BYTES = 16 * 1024 * 1024;

/** Key of a zip: the digest of its content, so that the same content has the same name wherever it was packed. */
export function toArtifactKey(prefix: string, contentDigest: string): string {
  return `${prefix}${contentDigest}.zip`;
}

/**
 * What S3 reports as the SHA-256 of an object uploaded in parts of PART_BYTES: the hash over the parts' hashes, and
 * their number (S3 "Checking object integrity", composite checksums).
 */
export function compositeSha256(zip: Uint8Array, partBytes: number = PART_BYTES): string {
  const hashes: Buffer[] = [];
  for (let start = 0; start < zip.byteLength; start += partBytes) {
    hashes.push(
      createHash('sha256')
        .update(zip.subarray(start, start + partBytes))
        .digest(),
    );
  }
  return `${createHash('sha256').update(Buffer.concat(hashes)).digest('base64')}-${hashes.length}`;
}

/** Whether the SHA-256 that S3 has of an object proves that it is this zip; another one, or none, proves nothing about its content. */
export function isProved(zip: Uint8Array, codeSha256: string, storedSha256: string | undefined): boolean {
  if (storedSha256 === undefined) return false;
  return storedSha256 === codeSha256 || (storedSha256.includes('-') && storedSha256 === compositeSha256(zip));
}
