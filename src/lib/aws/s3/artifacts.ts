import {createHash} from 'node:crypto';
import type {PutObjectCommandInput} from '@aws-sdk/client-s3';
import {AwsError} from '../../errors.js';
import type {S3Object} from '../../model/source/s3-object.js';
import type {ArtifactsPort, CodeInS3, StoredArtifact} from '../../ports/artifacts.js';
import type {IdentityPort} from '../../ports/identity.js';
import {required} from '../answer.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasAwsName, hasCode, newAwsError} from '../error/mapping.js';
import {DOWNLOAD_MS, ORDINARY} from '../http/limits.js';
import {isProved, PART_BYTES, toArtifactKey} from './artifact-checksum.js';
import {S3ManagedBucket} from './managed-bucket.js';
import {uploadInParts} from './multipart-upload.js';
import {toObjectVersion} from './object-version.js';
import {readObject} from './read-object.js';

type ContentOf = (zip: Buffer) => Promise<string | undefined>;
type StoreInput = Parameters<ArtifactsPort['store']>[0];

/** What HEAD says: `hidden` when the caller may not look, which S3 also says of what is not there. */
type Found =
  | {readonly kind: 'same'; readonly codeSha256: string; readonly objectVersion?: string}
  | {readonly kind: 'absent' | 'hidden'};

/** Where a zip goes, and who must own the bucket: a name somebody else has taken is refused with 403. */
interface Place {
  readonly Bucket: string;
  readonly Key: string;
  readonly ExpectedBucketOwner: string;
}

/** Deployment packages in S3. Zips up to 16 MiB are one PUT, larger ones go in parts of that size. */
export class S3Artifacts implements ArtifactsPort {
  readonly managed: S3ManagedBucket;
  readonly #clients: AwsClients;
  readonly #identity: IdentityPort;
  readonly #contentOf: ContentOf;

  /** `contentOf` tells the content digest of a zip, and nothing of other bytes. */
  constructor(clients: AwsClients, identity: IdentityPort, contentOf: ContentOf) {
    this.managed = new S3ManagedBucket(clients, identity);
    this.#clients = clients;
    this.#identity = identity;
    this.#contentOf = contentOf;
  }

  async store(input: StoreInput, signal?: AbortSignal): Promise<StoredArtifact> {
    const {accountId, region} = await this.#identity.whoAmI(signal);
    await this.#checkRegion(input.bucket, accountId, region, signal);
    const place: Place = {
      Bucket: input.bucket,
      Key: toArtifactKey(input.prefix, input.contentDigest),
      ExpectedBucketOwner: accountId,
    };
    const before = await this.#find(place, input, signal);
    if (before.kind === 'same') return toArtifact(place, before, false);
    try {
      const objectVersion = await this.#upload(place, input, signal);
      return toArtifact(place, {codeSha256: input.codeSha256, ...toObjectVersion(objectVersion)}, true);
    } catch (error) {
      const isOthers = hasCode(error, 'PRECONDITION_FAILED') || hasConflict(error);
      if (!isOthers && !mayBeDone(error)) throw error;
      // Somebody uploads the same content at the same time, or our own first attempt did and its answer was lost.
      const after = await this.#lookAgain(place, input, signal);
      if (after?.kind === 'same') return toArtifact(place, after, !isOthers);
      throw error;
    }
  }

  read(object: S3Object, signal?: AbortSignal): Promise<S3Object & {readonly bytes: Buffer}> {
    return readObject(this.#clients, object, signal);
  }

  async digest(object: S3Object, signal?: AbortSignal): Promise<CodeInS3> {
    const {bytes, ...found} = await this.read(object, signal);
    return {...found, codeSha256: createHash('sha256').update(bytes).digest('base64')};
  }

  async isVersioned(bucket: string, signal?: AbortSignal): Promise<boolean> {
    const call: AwsCall = {action: 's3:GetBucketVersioning', subject: `bucket ${bucket}`};
    const {client, sdk} = await this.#clients.s3();
    const command = new sdk.GetBucketVersioningCommand({Bucket: bucket});
    const answer = await callAws(call, () => client.send(command, requestOptions(signal, ORDINARY.attemptMs)));
    return answer.Status === 'Enabled';
  }

  async #checkRegion(bucket: string, accountId: string, region: string, signal?: AbortSignal): Promise<void> {
    const call: AwsCall = {action: 's3:ListBucket', subject: `bucket ${bucket}`};
    const {client, sdk} = await this.#clients.s3();
    const command = new sdk.HeadBucketCommand({Bucket: bucket, ExpectedBucketOwner: accountId});
    let bucketRegion: string;
    try {
      const answer = await callAws(call, () => client.send(command, requestOptions(signal, ORDINARY.attemptMs)));
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
      const head = await callAws(call, () => client.send(command, requestOptions(signal, ORDINARY.attemptMs)));
      const version = toObjectVersion(head.VersionId);
      const isOurs = isProved(input.zip, input.codeSha256, head.ChecksumSHA256);
      const codeSha256 = isOurs ? input.codeSha256 : await this.#prove(place, input, version, signal);
      return {kind: 'same', codeSha256, ...version};
    } catch (error) {
      if (hasCode(error, 'ACCESS_DENIED')) return {kind: 'hidden'};
      // A HEAD's 404 has no body: bucket or object. The bucket has just been seen.
      if (hasCode(error, 'BUCKET_NOT_FOUND')) return {kind: 'absent'};
      throw error;
    }
  }

  /** Nothing when even that fails: what went wrong before says more. */
  async #lookAgain(place: Place, input: StoreInput, signal?: AbortSignal): Promise<Found | undefined> {
    try {
      return await this.#find(place, input, signal);
    } catch (error) {
      if (!(error instanceof AwsError) || hasCode(error, 'ARTIFACT_MISMATCH')) throw error;
      return undefined;
    }
  }

  /**
   * The SHA-256 of an object that is not the zip at hand, once it has been read and its content is the one of its name: another machine, or
   * another Node.js, packed it to other bytes. Throws AwsError ARTIFACT_MISMATCH.
   */
  async #prove(
    place: Place,
    input: StoreInput,
    version: {objectVersion?: string},
    signal?: AbortSignal,
  ): Promise<string> {
    const call: AwsCall = {action: 's3:GetObject', subject: `object s3://${place.Bucket}/${place.Key}`};
    const {client, sdk} = await this.#clients.s3();
    const command = new sdk.GetObjectCommand({
      ...place,
      ...(version.objectVersion !== undefined && {VersionId: version.objectVersion}),
    });
    const bytes = await callAws(call, async () => {
      const {Body} = await client.send(command, requestOptions(signal, DOWNLOAD_MS));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    });
    if ((await this.#contentOf(bytes)) === input.contentDigest) {
      return createHash('sha256').update(bytes).digest('base64');
    }
    throw newAwsError('ARTIFACT_MISMATCH', call, 'its content is another one.');
  }

  /** The object version, in a versioned bucket. S3 checks the bytes against the SHA-256 of the zip or of each part. */
  async #upload(place: Place, input: StoreInput, signal?: AbortSignal): Promise<string | undefined> {
    const call: AwsCall = {action: 's3:PutObject', subject: `object s3://${place.Bucket}/${place.Key}`};
    const {client, sdk} = await this.#clients.s3();
    const params: PutObjectCommandInput = {
      ...place,
      Body: input.zip,
      ContentType: 'application/zip',
      // What is there by now is somebody else's: it is looked at, and never written over.
      IfNoneMatch: '*',
    };
    if (input.zip.byteLength <= PART_BYTES) {
      const command = new sdk.PutObjectCommand({...params, ChecksumSHA256: input.codeSha256});
      const answer = await callAws(call, () => client.send(command, requestOptions(signal)));
      input.onProgress?.(input.zip.byteLength);
      return answer.VersionId;
    }
    const upload = () => uploadInParts({client, sdk, params, onProgress: input.onProgress, signal});
    return (await callAws(call, upload)).VersionId;
  }
}

/** S3 answers 409 ConditionalRequestConflict while another conditional write of the same key is under way. */
function hasConflict(error: unknown): boolean {
  return hasCode(error, 'AWS_ERROR') && error.details.httpStatus === 409;
}

/**
 * Whether the upload may be there all the same: the answer to an attempt was lost, or the attempt after it found no such upload any
 * more, because it is finished.
 */
function mayBeDone(error: unknown): boolean {
  return (error instanceof AwsError && error.uncertain) || hasAwsName(error, 'NoSuchUpload');
}

function toArtifact(
  {Bucket, Key}: Place,
  stored: {readonly codeSha256: string; readonly objectVersion?: string},
  uploaded: boolean,
): StoredArtifact {
  const {codeSha256, objectVersion} = stored;
  return {bucket: Bucket, key: Key, codeSha256, ...toObjectVersion(objectVersion), uploaded};
}
