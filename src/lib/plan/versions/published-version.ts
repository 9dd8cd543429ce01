import {parseVersionNote} from '../../model/versions/note.js';
import type {Version} from '../../model/versions/version.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';

/** What may be shown of a published version: nothing of its environment. */
export interface PublishedVersion {
  readonly version: Version;
  /** As AWS writes it. */
  readonly modifiedAt: string;
  readonly commit?: string;
  /** Made from that commit with changes that are in none. */
  readonly dirty?: boolean;
  readonly message: string;
  readonly codeSha256: string;
  /** 0 of an image, whose size Lambda does not tell. */
  readonly zippedBytes: number;
  /** `sha256:…` of a container image; absent for a zip. */
  readonly imageDigest?: string;
  readonly layers: readonly string[];
}

/** A published version as lists and histories show it. */
export function toPublishedVersion(configuration: FunctionConfiguration): PublishedVersion {
  const {version, description, lastModified, codeSha256, zippedBytes, imageDigest, layers} = configuration;
  return {
    version,
    modifiedAt: lastModified,
    ...parseVersionNote(description),
    codeSha256,
    zippedBytes,
    ...(imageDigest !== undefined && {imageDigest}),
    layers,
  };
}
