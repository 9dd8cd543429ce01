import type {ArtifactSettings} from '../../config/release-file.js';
import {MANAGED_BUCKET} from '../../model/managed-bucket.js';
import type {ArtifactPlace} from '../../plan/publish/code-step.js';
import type {Refusal} from '../../plan/refusal.js';
import type {Session} from '../session.js';

/** The place that was named. `auto` stands for the bucket that lambda-release keeps itself, made where it is not there. Throws AwsError. */
export async function namedPlace(
  {artifacts}: Pick<Session, 'artifacts'>,
  named: ArtifactSettings | undefined,
  signal: AbortSignal,
): Promise<ArtifactPlace | undefined> {
  if (named?.bucket !== MANAGED_BUCKET) return named;
  const {bucket, exists} = await artifacts.managed.find(signal);
  return {...named, bucket, managed: exists ? 'there' : 'absent'};
}

/**
 * Where a zip goes that was refused for want of a bucket: the bucket that lambda-release keeps itself when it is there, or when somebody
 * at the terminal wants it made; `undefined` otherwise. Throws AwsError, and RefusedError when the answer is no.
 */
export async function placeInstead(
  {artifacts, host}: Pick<Session, 'artifacts' | 'host'>,
  refusals: readonly Refusal[],
  {prefix, asks}: {readonly prefix: string; readonly asks: boolean},
  signal: AbortSignal,
): Promise<ArtifactPlace | undefined> {
  const refusal = refusals.find(({code}) => code === 'BUCKET_MISSING');
  if (refusal === undefined) return undefined;
  const {bucket, exists} = await artifacts.managed.find(signal);
  if (exists) return {bucket, prefix, managed: 'there'};
  if (!asks || !host.canAsk || refusals.some(({code}) => code !== 'BUCKET_MISSING')) return undefined;
  await host.confirm(
    `${refusal.message} Make the bucket ${bucket} for it (private, encrypted, objects deleted after 90 days)?`,
    signal,
  );
  return {bucket, prefix, managed: 'absent'};
}
