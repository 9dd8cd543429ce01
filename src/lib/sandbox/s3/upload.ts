import type {Checksum} from './checksums.js';

/** One part of a multipart upload. */
export interface Part {
  readonly content: Buffer;
  readonly etag: string;
  readonly checksum: Checksum | undefined;
  readonly modifiedMs: number;
}

/** A multipart upload that has begun. */
export interface Upload {
  readonly id: string;
  readonly begunMs: number;
  readonly algorithm: string | undefined;
  readonly bucket: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: ReadonlyMap<string, string>;
  readonly fullObject: boolean;
  readonly parts: Map<number, Part>;
}
