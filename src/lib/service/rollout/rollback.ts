import {Deadline} from '../../execute/alias/deadline.js';
import {isLasting} from '../../execute/alias/lasting-read.js';
import {endReadiness, followTraffic} from '../../execute/concurrency/staged.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {ReleaseName} from '../../model/release-name.js';
import type {Version} from '../../model/versions/version.js';
import {type ObservedRollback, observeRollback} from '../../observe/rollout/rollback.js';
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
export async function rollBack(session: Session, request: RollbackRequest, signal: AbortSignal): Promise<MoveReport> {
  const {ref, to, dryRun} = request;
  const version = to && (await versionOf(session, ref.functionName, to, signal));
  const observed = await observeRollback(session, ref, version, signal);
  const planned = planRollback(observed, version);
  if (!planned.ok) throw toRefusedError(planned.refusals);
  const {plan} = planned;
  if (plan.changed) await warnOfExecutions(session, observed, signal);
  else if (!dryRun && !(await isLasting(session, plan.before, signal))) return rollBack(session, request, signal);
  const report = await carryOutMove(session, plan, {dryRun, question: `Take ${formatAliasRef(ref)} back?`}, signal);
  if (report.changed && !dryRun) await giveUpReadiness(session, observed, plan.target.stable, signal);
  return report;
}

/** What was kept ready of the version that is left is given up, or it is said that it stays: the other one may have none. */
async function giveUpReadiness(
  session: Session,
  {ref, standing, alias}: ObservedRollback,
  serves: Version,
  signal: AbortSignal,
): Promise<void> {
  if (standing.kind !== 'idle') return endReadiness(session, {ref, standing, serves}, signal);
  if (alias) await followTraffic(session, {ref, loser: alias.stable, winner: serves}, signal);
}

/** So long a look at what runs may keep a way back waiting. */
const LOOK_MS = 3_000;

/** A durable execution goes on where it began, also on the version that is left: no rollback ends it. */
async function warnOfExecutions(
  {clock, events, paced}: Session,
  {ref: {functionName}, alias, versions}: ObservedRollback,
  interrupt: AbortSignal,
): Promise<void> {
  const left = alias?.candidate?.version ?? alias?.stable;
  if (left === undefined || versions.get(left)?.isDurable !== true) return;
  const deadline = new Deadline({clock, budgetMs: LOOK_MS, callMs: LOOK_MS, interrupt});
  const running = await deadline
    .call((signal) => paced.versions.countRunningExecutions(functionName, left, signal))
    .catch(() => undefined);
  deadline.dispose();
  if (running === 0) return;
  const message =
    running === undefined
      ? `Durable executions that began on version ${left} go on there; whether any runs could not be read.`
      : `${running} durable executions run on version ${left}: they go on there, whatever the alias serves. See them: aws lambda list-durable-executions-by-function --function-name ${functionName} --qualifier ${left} --statuses RUNNING`;
  events.emit({type: 'warning', code: 'EXECUTIONS_GO_ON', message});
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
