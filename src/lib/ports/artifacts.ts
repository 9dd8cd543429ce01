/** A zip in S3 whose bytes are proved. */
export interface StoredArtifact {
  readonly bucket: string;
  readonly key: string;
  readonly objectVersion?: string;
  /** False when the same bytes were there already. */
  readonly uploaded: boolean;
}

/** Content-addressed zips in S3: HEAD before PUT, checksum verified, region and owner of the bucket checked. Throws AwsError. */
export interface ArtifactsPort {
  store(
    input: {
      readonly bucket: string;
      readonly prefix: string;
      readonly zip: Uint8Array;
      /** base64, as Lambda's CodeSha256. */
      readonly codeSha256: string;
      readonly onProgress?: (sentBytes: number) => void;
    },
    signal?: AbortSignal,
  ): Promise<StoredArtifact>;
}
