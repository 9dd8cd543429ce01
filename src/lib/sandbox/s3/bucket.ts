import {randomBytes} from 'node:crypto';
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
}

interface DeleteMarker {
  readonly key: string;
  readonly versionId: string;
  readonly deleted: true;
}

type Entry = StoredObject | DeleteMarker;

export type Versioning = 'Enabled' | 'Suspended';

export const NULL_VERSION = 'null';

/** A bucket with its objects in memory; the newest version of a key is the last of its list. */
export class Bucket {
  readonly name: string;
  readonly region: string;
  /** Account that created it. */
  readonly owner: string;
  readonly createdMs: number;
  versioning: Versioning | undefined;
  readonly #entries = new Map<string, Entry[]>();

  constructor(name: string, region: string, createdMs: number, owner: string) {
    this.name = name;
    this.region = region;
    this.owner = owner;
    this.createdMs = createdMs;
  }

  put(object: Omit<StoredObject, 'versionId'>): StoredObject {
    const stored = {...object, versionId: this.#newVersionId()};
    this.#add(stored);
    return stored;
  }

  /** The newest version, or the one named; undefined when there is none, when it is deleted, or is a delete marker. */
  get(key: string, versionId?: string): StoredObject | undefined {
    const entries = this.#entries.get(key) ?? [];
    const entry = versionId === undefined ? entries.at(-1) : entries.find((each) => each.versionId === versionId);
    return entry && !('deleted' in entry) ? entry : undefined;
  }

  /** Without versions the object is gone; with versions a delete marker hides it. A named version is gone for good. */
  delete(key: string, versionId?: string): {readonly versionId?: string; readonly deleteMarker?: boolean} {
    if (versionId !== undefined) {
      const left = (this.#entries.get(key) ?? []).filter((each) => each.versionId !== versionId);
      this.#keep(key, left);
      return {versionId};
    }
    if (this.versioning === undefined) {
      this.#entries.delete(key);
      return {};
    }
    const marker: DeleteMarker = {key, versionId: this.#newVersionId(), deleted: true};
    this.#add(marker);
    return {versionId: marker.versionId, deleteMarker: true};
  }

  /** What is listed: the newest version of each key, in the order of UTF-8 bytes. */
  list(): readonly StoredObject[] {
    return [...this.#entries.keys()]
      .flatMap((key) => this.get(key) ?? [])
      .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  }

  get empty(): boolean {
    return this.#entries.size === 0;
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
