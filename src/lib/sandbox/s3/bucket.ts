import {randomBytes} from 'node:crypto';
import {type BucketConfiguration, newBucketConfiguration} from './bucket-configuration.js';
import type {Checksum} from './checksums.js';

/** One version of an object. */
export interface StoredObject {
  readonly key: string;
  /** `null` while the bucket keeps no versions. */
  readonly versionId: string;
  readonly content: Buffer;
  /** Without quotes. */
  readonly etag: string;
  readonly modifiedMs: number;
  readonly checksum?: Checksum | undefined;
  /** Content-Type, user metadata and their like, as they were put. */
  readonly headers: Readonly<Record<string, string>>;
  tags: ReadonlyMap<string, string>;
}

/** Hides the versions before it. */
export interface DeleteMarker {
  readonly key: string;
  readonly versionId: string;
  readonly modifiedMs: number;
  readonly deleted: true;
}

export type Entry = StoredObject | DeleteMarker;

export type Versioning = 'Enabled' | 'Suspended';

export const NULL_VERSION = 'null';

/** What deleting came to. */
export interface Deletion {
  readonly versionId?: string;
  /** What was deleted, or what was made of it, is a delete marker. */
  readonly deleteMarker?: boolean;
}

/** A bucket with its objects in memory; the newest version of a key is the last of its list. */
export class Bucket {
  readonly name: string;
  readonly region: string;
  readonly createdMs: number;
  /** The account that made it. */
  readonly owner: string;
  versioning: Versioning | undefined;
  readonly configuration: BucketConfiguration = newBucketConfiguration();
  readonly #entries = new Map<string, Entry[]>();

  constructor(name: string, region: string, createdMs: number, owner: string) {
    this.name = name;
    this.region = region;
    this.createdMs = createdMs;
    this.owner = owner;
  }

  put(object: Omit<StoredObject, 'versionId'>): StoredObject {
    const stored = {...object, versionId: this.#newVersionId()};
    this.#add(stored);
    return stored;
  }

  /** The newest version, or the one named; undefined when there is none, when it is deleted, or is a delete marker. */
  get(key: string, versionId?: string): StoredObject | undefined {
    const entry = this.entry(key, versionId);
    return entry && !('deleted' in entry) ? entry : undefined;
  }

  /** The same, delete markers too. */
  entry(key: string, versionId?: string): Entry | undefined {
    const entries = this.#entries.get(key) ?? [];
    return versionId === undefined ? entries.at(-1) : entries.find((each) => each.versionId === versionId);
  }

  /** Without versions the object is gone; with versions a delete marker hides it. A named version is gone for good. */
  delete(key: string, nowMs: number, versionId?: string): Deletion {
    if (versionId !== undefined) {
      const entry = this.entry(key, versionId);
      const left = (this.#entries.get(key) ?? []).filter((each) => each !== entry);
      this.#keep(key, left);
      return {versionId, ...(entry && 'deleted' in entry ? {deleteMarker: true} : {})};
    }
    if (this.versioning === undefined) {
      this.#entries.delete(key);
      return {};
    }
    const marker: DeleteMarker = {key, versionId: this.#newVersionId(), modifiedMs: nowMs, deleted: true};
    this.#add(marker);
    return {versionId: marker.versionId, deleteMarker: true};
  }

  /** What is listed: the newest version of each key, in the order of UTF-8 bytes. */
  list(): readonly StoredObject[] {
    return this.#keys().flatMap((key) => this.get(key) ?? []);
  }

  /** Every version and delete marker, by key, then newest first. */
  versions(): readonly (Entry & {readonly isLatest: boolean})[] {
    return this.#keys().flatMap((key) =>
      (this.#entries.get(key) ?? []).toReversed().map((entry, index) => ({...entry, isLatest: index === 0})),
    );
  }

  get empty(): boolean {
    return this.#entries.size === 0;
  }

  #keys(): readonly string[] {
    return [...this.#entries.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  #newVersionId(): string {
    return this.versioning === 'Enabled' ? randomBytes(24).toString('base64url') : NULL_VERSION;
  }

  #add(entry: Entry): void {
    const others = (this.#entries.get(entry.key) ?? []).filter((each) => each.versionId !== entry.versionId);
    this.#entries.set(entry.key, [...others, entry]);
  }

  #keep(key: string, entries: Entry[]): void {
    if (entries.length > 0) this.#entries.set(key, entries);
    else this.#entries.delete(key);
  }
}
