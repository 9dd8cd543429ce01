/** A repository of ECR in the region of the caller; the account is the caller's or another one. */
export interface ImageRepository {
  readonly accountId: string;
  readonly repository: string;
}

/** A manifest or an index as it is stored. */
export interface StoredManifest {
  /** `sha256:` and 64 hexadecimal digits; `text` has been proved by it. */
  readonly digest: string;
  readonly text: string;
  /** As the registry has it; empty where it does not say. */
  readonly mediaType: string;
}

/** Images of Amazon ECR, read only. Every method throws AwsError; IMAGE_MISMATCH when what comes is not what its digest says. */
export interface ImagesPort {
  /** What a tag or a digest stands for; `undefined` when the repository, or that image in it, is not there. */
  readManifest(
    repository: ImageRepository,
    which: {readonly tag: string} | {readonly digest: string},
    signal?: AbortSignal,
  ): Promise<StoredManifest | undefined>;
  /** A small blob as text, such as the configuration of an image. The address it comes from is a secret, and stays in the adapter. */
  readBlob(repository: ImageRepository, digest: string, signal?: AbortSignal): Promise<string>;
}
