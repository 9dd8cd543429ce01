/** An object in S3, and which of its versions. */
export interface S3Object {
  readonly bucket: string;
  readonly key: string;
  readonly objectVersion?: string;
}

/** Whether a source is in S3, by how it begins. */
export function isInS3(source: string): boolean {
  return source.startsWith('s3://');
}

// Buckets: S3 User Guide, "General purpose bucket naming rules". What follows the last question mark is the version; a key may have some.
const OBJECT = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.+?)(?:\?versionId=([^?&#/]+))?$/;

/** The object of `s3://bucket/key` or `s3://bucket/key?versionId=…`; nothing when it is none. */
export function parseS3Object(source: string): S3Object | undefined {
  const [, bucket, key, objectVersion] = OBJECT.exec(source) ?? [];
  if (bucket === undefined || key === undefined || key.endsWith('/')) return undefined;
  return {bucket, key, ...(objectVersion !== undefined && {objectVersion})};
}

/** How a person writes it. */
export function formatS3Object({bucket, key, objectVersion}: S3Object): string {
  return `s3://${bucket}/${key}${objectVersion === undefined ? '' : `?versionId=${objectVersion}`}`;
}
