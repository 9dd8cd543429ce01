import path from 'node:path';
import {isInS3} from '../model/source/s3-object.js';

/** A source as a person writes it, relative to a folder: an absolute path, or an object in S3 as it is. */
export function sourceFrom(folder: string, source: string): string {
  return isInS3(source) ? source : path.resolve(folder, source);
}
