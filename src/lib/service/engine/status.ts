import {RefusedError} from '../../errors.js';
import {compareToolVersions} from '../../model/tool-version.js';
import {inParallel} from '../../observe/in-parallel.js';
import {type InstalledStack, ownerRefusal} from '../../plan/engine/install.js';
import {toRefusedError} from '../../plan/refusal.js';
import type {DrivingExecution, EngineStatusReport} from '../../report/result/engine/status-text.js';
import type {Session} from '../session.js';
import {findInstalled} from './installed-stack.js';
import {engineTemplate} from './template-source.js';
import {compareTick, type Tool} from './tick-function.js';

/** What is installed of the engine, beside what this version of the tool has. Throws RefusedError when nothing is, AwsError. */
export async function engineStatus(
  session: Session,
  {stack: stackName}: {readonly stack: string},
  tool: Tool,
  signal: AbortSignal,
): Promise<EngineStatusReport> {
  const installed = await findInstalled(session, stackName, signal);
  if (!installed || installed.stack.status === 'REVIEW_IN_PROGRESS') throw notInstalled(stackName);
  const refusal = ownerRefusal(installed);
  if (refusal) throw toRefusedError([refusal]);
  const {stack, template} = installed;
  const stateMachine = stack.outputs.get('StateMachineArn');
  return {
    stack: stackName,
    status: stack.status,
    version: template.version ?? '',
    standing: await standingOf(installed, tool.version),
    parameters: Object.fromEntries(stack.parameters),
    ...(stateMachine !== undefined && {stateMachine}),
    tick: await compareTick(session, tool, signal),
    executions: await drivenBy(session, installed, signal),
  };
}

/** At the same time: Step Functions takes 15 of these a second. */
const AT_ONCE = 5;

/** The executions that are under way, with the aliases whose rollouts they drive. Throws AwsError. */
export async function drivenBy(
  {executions}: Pick<Session, 'executions'>,
  {stack}: InstalledStack,
  signal: AbortSignal,
): Promise<readonly DrivingExecution[]> {
  const stateMachine = stack.outputs.get('StateMachineArn');
  if (stateMachine === undefined) return [];
  const running = await executions.running(stateMachine, signal);
  return inParallel(running, AT_ONCE, async (execution) => {
    const ref = await executions.aliasOf(execution.arn, signal);
    return {...execution, ...(ref && {ref})};
  });
}

async function standingOf({stack, template}: InstalledStack, tool: string): Promise<EngineStatusReport['standing']> {
  const ours = await engineTemplate(stack.id.split(':')[1] ?? 'aws', tool);
  if (template.content === ours.facts.content) return 'current';
  const byAge = compareToolVersions(template.version ?? '', tool);
  return byAge < 0 ? 'older' : byAge > 0 ? 'newer' : 'changed';
}

/** The refusal where there is no engine of this name. */
export function notInstalled(stackName: string): RefusedError {
  return new RefusedError(
    `The engine is not installed here: there is no stack ${stackName} in this region and account.`,
    {
      code: 'ENGINE_NOT_INSTALLED',
      suggestions: [
        `Install it: lambda-release engine install --stack ${stackName}`,
        'Look at --region, --profile and --stack.',
      ],
    },
  );
}
