import type {S3Object} from '../model/source/s3-object.js';

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

/** Code in S3, and the CodeSha256 that Lambda must have of it. */
export interface CodeInS3 extends S3Object {
  readonly codeSha256: string;
}

/** The bucket that lambda-release keeps itself, as far as it is there. */
export interface ManagedBucket {
  readonly bucket: string;
  readonly exists: boolean;
}

/** A setting of the bucket that is less strict than the one lambda-release makes. */
export interface BucketLack {
  /** Such as `public access is not blocked`. */
  readonly what: string;
  /** The AWS CLI's command that sets it and keeps what else is set. */
  readonly command: string;
}

export interface BucketExamination {
  readonly bucket: string;
  readonly lacks: readonly BucketLack[];
  /** IAM actions that the caller lacks to see the rest. */
  readonly unread: readonly string[];
}

/** Every request says which account must own the bucket: one of that name in other hands is never used. Throws AwsError. */
export interface ManagedBucketPort {
  /** Throws BUCKET_IN_OTHER_HANDS also when the caller may not look. */
  find(signal?: AbortSignal): Promise<ManagedBucket>;
  /**
   * Makes it when it is not there, and sets it up: objects belong to the bucket's owner, no public access, encrypted, TLS only, old
   * objects and unfinished uploads are deleted. `versioned`: it keeps versions, of which the old ones are deleted too. Doing it again
   * changes nothing.
   */
  create(options?: {readonly versioned: boolean}, signal?: AbortSignal): Promise<void>;
  /** How a bucket that is there differs from one that create would have made. Changes nothing. */
  examine(signal?: AbortSignal): Promise<BucketExamination>;
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
  /**
   * The bytes of an object that another tool has put there, of its newest version when none is named, and which version that is. Throws
   * AwsError; RefusedError when it is larger than any package.
   */
  read(object: S3Object, signal?: AbortSignal): Promise<S3Object & {readonly bytes: Buffer}>;
  /** The same without the bytes, and what Lambda will say of them. */
  digest(object: S3Object, signal?: AbortSignal): Promise<CodeInS3>;
  /** Whether what is put into the bucket from now on has a version. */
  isVersioned(bucket: string, signal?: AbortSignal): Promise<boolean>;
}
