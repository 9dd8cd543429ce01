import type {PublishedVersion} from '../../model/versions/version.js';
import {observeVersionPair} from '../../observe/versions/version-pair.js';
import {observeVersions} from '../../observe/versions/versions.js';
import {toRefusedError} from '../../plan/refusal.js';
import {type ListedVersions, listVersions} from '../../plan/versions/listed-versions.js';
import {planVersionDiff, type VersionDiff} from '../../plan/versions/version-pair.js';
import {ofExisting} from '../not-there.js';
import type {Session} from '../session.js';

/** The versions of a function, newest first. Throws RefusedError when there is no such function, AwsError. */
export async function versionsOf({paced}: Session, functionName: string, signal: AbortSignal): Promise<ListedVersions> {
  return listVersions(await ofExisting({functionName}, observeVersions(paced, functionName, signal)));
}

interface DiffRequest {
  readonly functionName: string;
  readonly from: PublishedVersion;
  readonly to: PublishedVersion;
  /** Compare what is in the packages, too. */
  readonly files: boolean;
}

/** What changes from one version to another. Throws RefusedError when one of them does not exist, AwsError. */
export async function diffVersions({paced}: Session, request: DiffRequest, signal: AbortSignal): Promise<VersionDiff> {
  const {functionName, from, to} = request;
  const compared = planVersionDiff({functionName, from, to}, await observeVersionPair(paced, request, signal));
  if (!compared.ok) throw toRefusedError(compared.refusals);
  return compared.plan;
}
