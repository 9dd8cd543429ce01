import {parseVersionNote} from '../../model/version-note.js';
import type {ObservedVersions} from '../../observe/versions/versions.js';
import {type VersionUse, versionUses} from './version-uses.js';

/** One published version in a list. Of its environment nothing is in it. */
export interface ListedVersion {
  readonly version: string;
  readonly modifiedAt: string;
  readonly commit?: string;
  /** Made from that commit with changes that are in none. */
  readonly dirty?: boolean;
  readonly message: string;
  readonly codeSha256: string;
  readonly zippedBytes: number;
  readonly layers: readonly string[];
  readonly uses: readonly VersionUse[];
}

export interface ListedVersions {
  readonly functionName: string;
  /** Newest first. */
  readonly versions: readonly ListedVersion[];
}

/** The observed versions without what must not be shown, newest first. */
export function listVersions(observed: ObservedVersions): ListedVersions {
  const uses = versionUses(observed);
  return {
    functionName: observed.functionName,
    versions: observed.versions
      .map(({version, lastModified, description, codeSha256, zippedBytes, layers}) => ({
        version,
        modifiedAt: lastModified,
        ...parseVersionNote(description),
        codeSha256,
        zippedBytes,
        layers,
        uses: uses.get(version) ?? [],
      }))
      .toReversed(),
  };
}
