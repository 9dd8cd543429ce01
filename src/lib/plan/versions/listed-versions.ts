import type {ObservedVersions} from '../../observe/versions/versions.js';
import {type PublishedVersion, toPublishedVersion} from './published-version.js';
import {type VersionUse, versionUses} from './version-uses.js';

/** One published version in a list. */
export interface ListedVersion extends PublishedVersion {
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
      .map((configuration) => ({...toPublishedVersion(configuration), uses: uses.get(configuration.version) ?? []}))
      .toReversed(),
  };
}
