import {createHash} from 'node:crypto';
import {formatS3Object, type S3Object} from '../../src/lib/model/source/s3-object.js';
import type {ArtifactsPort, BucketLack, CodeInS3, StoredArtifact} from '../../src/lib/ports/artifacts.js';
import {awsError} from './fake-functions.js';

const MANAGED = 'lambda-release-123456789012-eu-west-1';

type StoreInput = Parameters<ArtifactsPort['store']>[0];

/** A bucket in memory. The key is the SHA-256 as Lambda writes it, so that FakeFunctions can tell what is behind it. */
export class FakeArtifacts implements ArtifactsPort {
  readonly made: string[] = [];
  readonly managed = {
    find: async () => ({bucket: MANAGED, exists: this.hasManaged}),
    create: async () => {
      this.hasManaged = true;
      this.made.push(MANAGED);
    },
    examine: async () => ({bucket: MANAGED, lacks: this.lacks, unread: []}),
  };
  readonly stored: Pick<StoreInput, 'bucket' | 'prefix' | 'contentDigest'>[] = [];
  hasManaged = false;
  /** What speaks against the managed bucket as it is. */
  lacks: readonly BucketLack[] = [];
  /** What another machine stored before, by content digest: other bytes of the same content. */
  readonly others = new Map<string, Uint8Array>();

  /** What lies in S3 under its name, as somebody else has put it there. */
  readonly objects = new Map<string, Buffer>();

  async read(object: S3Object): Promise<S3Object & {readonly bytes: Buffer}> {
    const bytes = this.objects.get(formatS3Object(object));
    if (!bytes) throw awsError('OBJECT_NOT_FOUND');
    return {...object, objectVersion: 'newest', bytes};
  }

  /** Keys of signed objects that somebody has deleted. */
  readonly deleted = new Set<string>();
  versioned = true;

  /** Every object is its own key's bytes, so that FakeFunctions can tell what is behind it. */
  async digest(object: S3Object): Promise<CodeInS3> {
    if (this.deleted.has(object.key)) throw awsError('OBJECT_NOT_FOUND');
    return {...object, codeSha256: object.key};
  }

  async isVersioned(): Promise<boolean> {
    return this.versioned;
  }

  async store({bucket, prefix, zip, contentDigest, onProgress}: StoreInput): Promise<StoredArtifact> {
    this.stored.push({bucket, prefix, contentDigest});
    const there = this.others.get(contentDigest);
    if (!there) onProgress?.(zip.byteLength);
    const codeSha256 = createHash('sha256')
      .update(there ?? zip)
      .digest('base64');
    return {bucket, key: codeSha256, codeSha256, uploaded: there === undefined};
  }
}
