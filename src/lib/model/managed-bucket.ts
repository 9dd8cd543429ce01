/** What stands in the place of a bucket's name for the one that lambda-release keeps itself. */
export const MANAGED_BUCKET = 'auto';

/** The bucket that lambda-release keeps itself in an account and region; its name tells both, for names of buckets are everybody's. */
export function managedBucketName({accountId, region}: {readonly accountId: string; readonly region: string}): string {
  return `lambda-release-${accountId}-${region}`;
}
