/** The bucket that lambda-release keeps itself, as far as it is there. */
export interface ManagedBucket {
  readonly bucket: string;
  readonly exists: boolean;
}

/** Every request says which account must own the bucket: one of that name in other hands is never used. Throws AwsError. */
export interface ManagedBucketPort {
  /** Throws BUCKET_IN_OTHER_HANDS also when the caller may not look. */
  find(signal?: AbortSignal): Promise<ManagedBucket>;
  /**
   * Makes it when it is not there, and sets it up: objects belong to the bucket's owner, no public access, encrypted, TLS only, old
   * objects and unfinished uploads are deleted. Doing it again changes nothing.
   */
  create(signal?: AbortSignal): Promise<void>;
}
