import {type AliasRef, formatAliasRef} from '../../model/function-ref.js';
import type {ReleaseName} from '../../model/release-name.js';
import type {Version} from '../../model/version.js';
import {observeRollback} from '../../observe/rollout/rollback.js';
import {toRefusedError} from '../../plan/refusal.js';
import {planRollback} from '../../plan/rollout/rollback.js';
import {planCommitVersion} from '../../plan/versions/commit-version.js';
import type {MoveReport} from '../../report/result/rollout/move-text.js';
import type {Session} from '../session.js';
import {carryOutMove} from './move.js';

interface RollbackRequest {
  readonly ref: AliasRef;
  /** The version that had all traffic before when nothing is said. */
  readonly to?: ReleaseName | undefined;
  readonly dryRun: boolean;
}

/** Gives all traffic back to a version that had it. Throws the ReleaseError of what went wrong. */
export async function rollBack(
  session: Session,
  {ref, to, dryRun}: RollbackRequest,
  signal: AbortSignal,
): Promise<MoveReport> {
  const version = to && (await versionOf(session, ref.functionName, to, signal));
  const planned = planRollback(await observeRollback(session, ref, version, signal), version);
  if (!planned.ok) throw toRefusedError(planned.refusals);
  return carryOutMove(session, planned.plan, {dryRun, question: `Take ${formatAliasRef(ref)} back?`}, signal);
}

async function versionOf(
  {functions}: Session,
  functionName: string,
  release: ReleaseName,
  signal: AbortSignal,
): Promise<Version> {
  if (release.kind === 'version') return release.version;
  const found = planCommitVersion(functionName, release.commit, await functions.listVersions(functionName, signal));
  if (!found.ok) throw toRefusedError(found.refusals);
  return found.plan;
}
