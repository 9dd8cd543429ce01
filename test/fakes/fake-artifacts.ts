import {createHash} from 'node:crypto';
import type {ArtifactsPort, StoredArtifact} from '../../src/lib/ports/artifacts.js';

type StoreInput = Parameters<ArtifactsPort['store']>[0];

/** A bucket in memory. The key is the SHA-256 as Lambda writes it, so that FakeFunctions can tell what is behind it. */
export class FakeArtifacts implements ArtifactsPort {
  readonly stored: Pick<StoreInput, 'bucket' | 'prefix' | 'contentDigest'>[] = [];
  /** What another machine stored before, by content digest: other bytes of the same content. */
  readonly others = new Map<string, Uint8Array>();

  async store({bucket, prefix, zip, contentDigest, onProgress}: StoreInput): Promise<StoredArtifact> {
    this.stored.push({bucket, prefix, contentDigest});
    const there = this.others.get(contentDigest);
    if (!there) onProgress?.(zip.byteLength);
    const codeSha256 = createHash('sha256')
      .update(there ?? zip)
      .digest('base64');
    return {bucket, key: codeSha256, codeSha256, uploaded: there === undefined};
  }
}
