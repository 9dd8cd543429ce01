import {isInS3} from './s3-object.js';

/** Whether a source is an archive that was built elsewhere, by its name or for it lies in S3, and no folder to pack. */
export function isArchive(source: string): boolean {
  return isInS3(source) || /\.(zip|jar|war)$/i.test(source);
}
