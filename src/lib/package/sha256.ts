import {createHash} from 'node:crypto';

export const DIGEST_BYTES = 32;

/** SHA-256, 32 bytes. */
export function sha256(content: Uint8Array | string): Buffer {
  return createHash('sha256').update(content).digest();
}

/** base64 of SHA-256, the form in which AWS Lambda reports CodeSha256. */
export function sha256Base64(content: Uint8Array | string): string {
  return sha256(content).toString('base64');
}
