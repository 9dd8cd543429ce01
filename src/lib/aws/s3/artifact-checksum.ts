import {createHash} from 'node:crypto';

/** Zips above this are sent in parts of it, four at a time, so that a broken connection costs one part and not all. */
export const PART_BYTES = 16 * 1024 * 1024;

/** Key of a zip: its own SHA-256 in hex, so that the same bytes have the same name wherever they were built. */
export function toArtifactKey(prefix: string, codeSha256: string): string {
  return `${prefix}${Buffer.from(codeSha256, 'base64').toString('hex')}.zip`;
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

/** Whether the object S3 holds is this zip: `unproved` when it carries no SHA-256, or one over parts of another size. */
export function compareArtifact(
  zip: Uint8Array,
  codeSha256: string,
  stored: {readonly sha256?: string; readonly bytes?: number},
): 'same' | 'other' | 'unproved' {
  if (stored.bytes !== undefined && stored.bytes !== zip.byteLength) return 'other';
  if (stored.sha256 === undefined) return 'unproved';
  if (stored.sha256 === codeSha256) return 'same';
  if (!stored.sha256.includes('-')) return 'other';
  return stored.sha256 === compositeSha256(zip) ? 'same' : 'unproved';
}
