/** The version that S3 names; unversioned buckets have none, or the text "null". */
export function toObjectVersion(versionId: string | undefined): {objectVersion?: string} {
  return versionId === undefined || versionId === 'null' ? {} : {objectVersion: versionId};
}
