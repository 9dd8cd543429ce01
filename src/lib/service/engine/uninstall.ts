import {RefusedError} from '../../errors.js';
import {deleteStack} from '../../execute/engine/delete-stack.js';
import {formatAliasRef} from '../../model/function/ref.js';
import {ownerRefusal} from '../../plan/engine/install.js';
import {toRefusedError} from '../../plan/refusal.js';
import {type DrivingExecution, executionText} from '../../report/result/engine/status-text.js';
import type {EngineUninstallReport} from '../../report/result/engine/uninstall-text.js';
import type {Session} from '../session.js';
import {findInstalled} from './installed-stack.js';
import {drivenBy} from './status.js';

interface UninstallOptions {
  readonly stack: string;
  /** Also while it drives rollouts. */
  readonly force?: boolean | undefined;
  readonly 'dry-run'?: boolean | undefined;
}

/**
 * Deletes the engine: its stack, with the function and whatever was published of it. Refuses while it drives rollouts, since
 * they would stay where they are with nobody to judge them. Throws ReleaseError.
 */
export async function uninstallEngine(
  session: Session,
  {stack: stackName, force = false, 'dry-run': dryRun = false}: UninstallOptions,
  signal: AbortSignal,
): Promise<EngineUninstallReport> {
  const installed = await findInstalled(session, stackName, signal);
  if (!installed) return {dryRun, changed: false, stack: stackName, ended: []};
  const {stack} = installed;
  // An empty one is not anybody's yet.
  const refusal = stack.status === 'REVIEW_IN_PROGRESS' ? undefined : ownerRefusal(installed);
  if (refusal) throw toRefusedError([refusal]);
  const running = await drivenBy(session, installed, signal);
  if (running.length > 0 && !force) throw drivesRollouts(stackName, running);
  const report = {dryRun, changed: true, stack: stackName, ended: running.map(executionText)};
  if (dryRun) return report;
  await session.host.showPlan(planText(stackName, running));
  const question = `Delete the engine ${stackName}?`;
  if (running.length > 0) await session.host.confirmByTyping(question, stackName, signal);
  else await session.host.confirm(question, signal);
  await deleteStack(session, stack, signal);
  return report;
}

function planText(stackName: string, running: readonly DrivingExecution[]): string {
  const all = `The stack ${stackName} is deleted: state machine, tick function with all its versions and logs, both roles.`;
  if (running.length === 0) return all;
  const names = running.map(executionText).join(', ');
  return `${all}\nIt drives ${count(running)} now (${names}): AWS ends them at once, and their traffic stays where it is, with nobody to judge it.`;
}

function drivesRollouts(stackName: string, running: readonly DrivingExecution[]): RefusedError {
  return new RefusedError(
    `The engine ${stackName} drives ${count(running)} now: ${running.map(executionText).join(', ')}.`,
    {
      code: 'ENGINE_IN_USE',
      suggestions: [
        `Wait until they have ended: lambda-release engine status --stack ${stackName}`,
        ...running.flatMap(({ref}) =>
          ref ? [`Or take it back first: lambda-release rollout abort ${formatAliasRef(ref)}`] : [],
        ),
        `Or leave them where they are, for "rollout resume" to go on with: lambda-release engine uninstall --stack ${stackName} --force`,
      ],
      details: {executions: running},
    },
  );
}

function count({length}: readonly unknown[]): string {
  return length === 1 ? 'one rollout' : `${length} rollouts`;
}
