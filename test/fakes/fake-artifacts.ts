import {createHash} from 'node:crypto';
import type {ArtifactsPort, StoredArtifact} from '../../src/lib/ports/artifacts.js';

type StoreInput = Parameters<ArtifactsPort['store']>[0];

/** A bucket in memory. The key is the SHA-256 as Lambda writes it, so that FakeFunctions can tell what is behind it. */
export class FakeArtifacts implements ArtifactsPort {
  readonly stored: Pick<StoreInput, 'bucket' | 'prefix' | 'codeSha256'>[] = [];

  async store({bucket, prefix, zip, codeSha256, onProgress}: StoreInput): Promise<StoredArtifact> {
    this.stored.push({bucket, prefix, codeSha256});
    onProgress?.(zip.byteLength);
    return {bucket, key: createHash('sha256').update(zip).digest('base64'), uploaded: true};
  }
}
