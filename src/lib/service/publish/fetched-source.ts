import {UsageError} from '../../errors.js';
import {formatS3Object, isInS3, parseS3Object, type S3Object} from '../../model/source/s3-object.js';
import type {Session} from '../session.js';

/** An archive in S3, its bytes and which object they are. */
export interface FetchedSource {
  readonly bytes: Buffer;
  readonly stored: S3Object;
}

/**
 * Reads a source that lies in S3, so that it can be looked at; nothing for one on this machine. The version that was read is the one that is
 * released, where the bucket keeps versions; where it does not, AWS's digest tells if it was replaced meanwhile. Throws UsageError, AwsError.
 */
export async function fetchSource(
  {artifacts, events}: Pick<Session, 'artifacts' | 'events'>,
  source: string,
  signal: AbortSignal,
): Promise<FetchedSource | undefined> {
  if (!isInS3(source)) return undefined;
  const object = parseS3Object(source);
  if (!object) {
    throw new UsageError(`${source} names no object in S3.`, {
      code: 'SOURCE_OBJECT_INVALID',
      suggestions: ['Write s3://BUCKET/KEY, or s3://BUCKET/KEY?versionId=VERSION'],
      details: {source},
    });
  }
  events.emit({type: 'heartbeat', message: `fetching ${formatS3Object(object)} to look at it`});
  const {bytes, ...stored} = await artifacts.read(object, signal);
  return {bytes, stored};
}
