import {AwsError} from '../../errors.js';
import type {Version} from '../../model/versions/version.js';
import type {PrunedVersion, PruneOutcome, PrunePlan} from '../../plan/versions/prune.js';
import {unreadableAliases, type VersionUse, versionUses} from '../../plan/versions/version-uses.js';
import type {EventSink} from '../../ports/events.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import type {ProvisionedPort} from '../../ports/lambda/provisioned.js';
import type {VersionsPort} from '../../ports/lambda/versions.js';

interface PruneDeps {
  readonly aliases: AliasesPort;
  readonly provisioned: ProvisionedPort;
  readonly versions: VersionsPort;
  readonly events: EventSink;
}

/**
 * These are about one version; any other error would meet the next version as well. INVALID_REQUEST is how AWS refuses a
 * version that is replicated for Lambda@Edge (CloudFront Developer Guide).
 */
const ABOUT_ONE_VERSION = new Set(['RESOURCE_CONFLICT', 'INVALID_REQUEST', 'AWS_INTERNAL', 'TIMEOUT']);

/**
 * Deletes the versions of a plan, oldest first, and looks right before each at every alias and all provisioned
 * concurrency: what is needed by now is spared. A version AWS does not delete is reported and the next one tried, unless
 * the error would meet that as well. Throws only for what is no error of AWS, and when interrupted.
 */
export async function pruneVersions(deps: PruneDeps, plan: PrunePlan, signal?: AbortSignal): Promise<PruneOutcome> {
  const {functionName, removed} = plan;
  const deleted: PrunedVersion[] = [];
  const spared: {version: Version; uses: readonly VersionUse[]}[] = [];
  const failed: {version: Version; code: string; message: string}[] = [];
  for (const [index, candidate] of removed.entries()) {
    signal?.throwIfAborted();
    const {version} = candidate;
    try {
      const uses = await usesNow(deps, functionName, candidate, signal);
      if (uses.length > 0) {
        spared.push({version, uses});
        continue;
      }
      await deps.versions.deleteVersion(functionName, version, signal);
      deleted.push(candidate);
      const progress = `${index + 1} of ${removed.length}`;
      deps.events.emit({type: 'heartbeat', message: `${functionName}: deleted version ${version} (${progress})`});
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({version, code: error.code, message: error.message});
      if (!ABOUT_ONE_VERSION.has(error.code)) return {deleted, spared, failed, left: versionsFrom(removed, index + 1)};
    }
  }
  return {deleted, spared, failed, left: []};
}

/** What points at the version at this moment. */
async function usesNow(
  deps: PruneDeps,
  functionName: string,
  {version, isDurable}: PrunedVersion,
  signal?: AbortSignal,
): Promise<readonly VersionUse[]> {
  const [listed, provisioned] = await Promise.all([
    deps.aliases.listAliases(functionName, signal),
    deps.provisioned.listProvisioned(functionName, signal),
  ]);
  const [unreadable] = unreadableAliases(listed);
  if (unreadable !== undefined) {
    throw new AwsError(`${functionName}:${unreadable} has been given a rollout marker that cannot be read.`, {
      code: 'MARKER_UNREADABLE',
      suggestions: ['Prune with the version of lambda-release that began the rollout.'],
    });
  }
  const running = isDurable ? await deps.versions.countRunningExecutions(functionName, version, signal) : 0;
  return versionUses({aliases: listed, provisioned, executions: new Map([[version, running]])}).get(version) ?? [];
}

function versionsFrom(removed: readonly PrunedVersion[], index: number): readonly Version[] {
  return removed.slice(index).map(({version}) => version);
}
