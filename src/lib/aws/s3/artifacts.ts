import type {PutObjectCommandInput} from '@aws-sdk/client-s3';
import type {ArtifactsPort, StoredArtifact} from '../../ports/artifacts.js';
import type {IdentityPort} from '../../ports/identity.js';
import {required} from '../answer.js';
import {type AwsClients, REQUEST_TIMEOUT_MS, UPLOAD_TIMEOUT_MS} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasCode, newAwsError} from '../error/mapping.js';
import {compareArtifact, PART_BYTES, toArtifactKey} from './artifact-checksum.js';

type StoreInput = Parameters<ArtifactsPort['store']>[0];

/** What HEAD says: `hidden` when the caller may not look, which S3 also says of what is not there. */
type Found =
  | {readonly kind: 'same'; readonly objectVersion?: string}
  | {readonly kind: 'absent' | 'unproved' | 'hidden'};

/** Where a zip goes, and who must own the bucket: a name somebody else has taken is refused with 403. */
interface Place {
  readonly Bucket: string;
  readonly Key: string;
  readonly ExpectedBucketOwner: string;
}

/** Deployment packages in S3. Zips up to 16 MiB are one PUT, larger ones go in parts of that size. */
export class S3Artifacts implements ArtifactsPort {
  readonly #clients: AwsClients;
  readonly #identity: IdentityPort;

  constructor(clients: AwsClients, identity: IdentityPort) {
    this.#clients = clients;
    this.#identity = identity;
  }

  async store(input: StoreInput, signal?: AbortSignal): Promise<StoredArtifact> {
    const {accountId, region} = await this.#identity.whoAmI(signal);
    await this.#checkRegion(input.bucket, accountId, region, signal);
    const place: Place = {
      Bucket: input.bucket,
      Key: toArtifactKey(input.prefix, input.codeSha256),
      ExpectedBucketOwner: accountId,
    };
    const before = await this.#find(place, input, signal);
    if (before.kind === 'same') return toArtifact(place, before.objectVersion, false);
    try {
      // An object whose bytes nobody can prove is written over with ones that are; everything else must not be there.
      const objectVersion = await this.#upload(place, input, before.kind !== 'unproved', signal);
      return toArtifact(place, objectVersion, true);
    } catch (error) {
      if (!hasCode(error, 'PRECONDITION_FAILED') && !hasConflict(error)) throw error;
      // Somebody uploads the same bytes at the same time, or our own first attempt did and its answer was lost.
      const after = await this.#find(place, input, signal);
      if (after.kind === 'same') return toArtifact(place, after.objectVersion, false);
      throw error;
    }
  }

  async #checkRegion(bucket: string, accountId: string, region: string, signal?: AbortSignal): Promise<void> {
    const call: AwsCall = {action: 's3:ListBucket', subject: `bucket ${bucket}`};
    const {client, sdk} = await this.#clients.s3();
    const command = new sdk.HeadBucketCommand({Bucket: bucket, ExpectedBucketOwner: accountId});
    let bucketRegion: string;
    try {
      const answer = await callAws(call, () => client.send(command, requestOptions(signal, REQUEST_TIMEOUT_MS)));
      bucketRegion = required(answer.BucketRegion, 'bucket region', call);
    } catch (error) {
      // S3 names the region also when it refuses (redirects, and callers without s3:ListBucket); the owner is checked
      // again with every later request.
      const named = hasCode(error, 'ACCESS_DENIED') || hasCode(error, 'BUCKET_IN_OTHER_REGION');
      const fromRefusal = named ? error.details.bucketRegion : undefined;
      if (typeof fromRefusal !== 'string') throw error;
      bucketRegion = fromRefusal;
    }
    if (bucketRegion !== region) {
      throw newAwsError('BUCKET_IN_OTHER_REGION', call, `it is in ${bucketRegion}, the function in ${region}.`, {
        bucketRegion,
        region,
      });
    }
  }

  async #find(place: Place, input: StoreInput, signal?: AbortSignal): Promise<Found> {
    const call: AwsCall = {action: 's3:GetObject', subject: `object s3://${place.Bucket}/${place.Key}`};
    const {client, sdk} = await this.#clients.s3();
    const command = new sdk.HeadObjectCommand({...place, ChecksumMode: 'ENABLED'});
    try {
      const head = await callAws(call, () => client.send(command, requestOptions(signal, REQUEST_TIMEOUT_MS)));
      const kind = compareArtifact(input.zip, input.codeSha256, {
        ...(head.ChecksumSHA256 !== undefined && {sha256: head.ChecksumSHA256}),
        ...(head.ContentLength !== undefined && {bytes: head.ContentLength}),
      });
      if (kind === 'other') throw newAwsError('ARTIFACT_MISMATCH', call, 'its size or its SHA-256 differs.');
      return kind === 'same' ? {kind, ...toObjectVersion(head.VersionId)} : {kind};
    } catch (error) {
      if (hasCode(error, 'ACCESS_DENIED')) return {kind: 'hidden'};
      // A HEAD's 404 has no body: bucket or object. The bucket has just been seen.
      if (hasCode(error, 'BUCKET_NOT_FOUND')) return {kind: 'absent'};
      throw error;
    }
  }

  /** The object version, in a versioned bucket. S3 checks the bytes against the SHA-256 of the zip or of each part. */
  async #upload(
    place: Place,
    input: StoreInput,
    mustBeNew: boolean,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const call: AwsCall = {action: 's3:PutObject', subject: `object s3://${place.Bucket}/${place.Key}`};
    const {client, sdk} = await this.#clients.s3();
    const params: PutObjectCommandInput = {
      ...place,
      Body: input.zip,
      ContentType: 'application/zip',
      ...(mustBeNew && {IfNoneMatch: '*'}),
    };
    if (input.zip.byteLength <= PART_BYTES) {
      const command = new sdk.PutObjectCommand({...params, ChecksumSHA256: input.codeSha256});
      const answer = await callAws(call, () => client.send(command, requestOptions(signal, UPLOAD_TIMEOUT_MS)));
      input.onProgress?.(input.zip.byteLength);
      return answer.VersionId;
    }
    signal?.throwIfAborted();
    const {Upload} = await import('@aws-sdk/lib-storage');
    const upload = new Upload({client, params: {...params, ChecksumAlgorithm: 'SHA256'}, partSize: PART_BYTES});
    upload.on('httpUploadProgress', ({loaded}) => input.onProgress?.(loaded ?? 0));
    const abort = () => void upload.abort();
    signal?.addEventListener('abort', abort, {once: true});
    try {
      return (await callAws(call, () => upload.done())).VersionId;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }
}

/** S3 answers 409 ConditionalRequestConflict while another conditional write of the same key is under way. */
function hasConflict(error: unknown): boolean {
  return hasCode(error, 'AWS_ERROR') && error.details.httpStatus === 409;
}

function toArtifact(place: Place, objectVersion: string | undefined, uploaded: boolean): StoredArtifact {
  return {bucket: place.Bucket, key: place.Key, ...toObjectVersion(objectVersion), uploaded};
}

/** Unversioned buckets have no version, or the text "null". */
function toObjectVersion(versionId: string | undefined): {objectVersion?: string} {
  return versionId === undefined || versionId === 'null' ? {} : {objectVersion: versionId};
}
