import type {Version} from '../../model/versions/version.js';
import type {VersionChange} from '../../model/versions/version-change.js';
import type {ObservedVersionPair} from '../../observe/versions/version-pair.js';
import type {Planned, Refusal} from '../refusal.js';
import {diffFiles, type FileChanges} from './file-diff.js';
import {diffVersions} from './version-diff.js';

export interface VersionDiff {
  readonly functionName: string;
  readonly from: Version;
  readonly to: Version;
  readonly identical: boolean;
  /** Settings that differ; `code` among them when the packages do. */
  readonly changes: readonly VersionChange[];
  /** Absent when the packages are the same, were not to be compared, or could not both be had. */
  readonly files?: FileChanges;
  /** Why there are no files although the packages differ. */
  readonly filesMissing?: string;
}

/** Compares two versions; refused when one of them does not exist. */
export function planVersionDiff(
  {functionName, from, to}: {readonly functionName: string; readonly from: Version; readonly to: Version},
  observed: ObservedVersionPair,
): Planned<VersionDiff> {
  if (!observed.from) return missing(functionName, from);
  if (!observed.to) return missing(functionName, to);
  const {files, filesMissing, sameContent = false} = observed;
  const changes = diffVersions(observed.from, observed.to, sameContent);
  return {
    ok: true,
    plan: {
      functionName,
      from,
      to,
      identical: changes.length === 0,
      changes,
      ...(files && {files: diffFiles(files.from, files.to)}),
      ...(filesMissing !== undefined && {filesMissing}),
    },
  };
}

function missing(functionName: string, version: Version): {readonly ok: false; readonly refusals: readonly [Refusal]} {
  return {
    ok: false,
    refusals: [
      {
        code: 'VERSION_NOT_FOUND',
        message: `${functionName} has no version ${version}.`,
        suggestions: [`See what there is: lambda-release versions list ${functionName}`],
      },
    ],
  };
}
