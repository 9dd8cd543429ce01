import {createHash} from 'node:crypto';

/** base64 of SHA-256, the form in which AWS Lambda reports CodeSha256. */
export function sha256Base64(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('base64');
}
