import type {ManagedBucketPort} from './managed-bucket.js';

/** A zip in S3 whose content is proved. */
export interface StoredArtifact {
  readonly bucket: string;
  readonly key: string;
  readonly objectVersion?: string;
  /** base64 of SHA-256 over its bytes: what AWS will answer. Another machine may have packed the same content to other ones. */
  readonly codeSha256: string;
  /** False when the same content was there already. */
  readonly uploaded: boolean;
}

/** Zips in S3 by the digest of their content: HEAD before PUT, checksum verified, region and owner of the bucket checked. Throws AwsError. */
export interface ArtifactsPort {
  readonly managed: ManagedBucketPort;
  store(
    input: {
      readonly bucket: string;
      readonly prefix: string;
      readonly zip: Uint8Array;
      /** The key. */
      readonly contentDigest: string;
      /** Of the zip; base64, as Lambda's CodeSha256. */
      readonly codeSha256: string;
      readonly onProgress?: (sentBytes: number) => void;
    },
    signal?: AbortSignal,
  ): Promise<StoredArtifact>;
}
