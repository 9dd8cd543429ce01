import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {stateMachine} from '../../engine/machine.js';
import {ENGINE_STACK, TICK_FUNCTION} from '../../engine/names.js';
import {ENGINE_MACHINE} from '../../model/rollout/execution.js';
import {enginePermissions} from '../../plan/doctor/engine-permissions.js';
import {toPolicy} from '../../plan/doctor/permissions.js';
import type {EngineTemplateReport} from '../../report/result/engine/template-text.js';
import type {Session} from '../session.js';
import {engineTemplate} from './template-source.js';

interface TemplateOptions {
  readonly format: string;
  readonly partition: string;
  readonly out?: string | undefined;
}

/**
 * What the engine is made of, for whoever deploys it otherwise: the stack's template with the state machine in it, the state
 * machine alone, or the policy of whoever installs it. Calls AWS for the policy alone. Throws AwsError.
 */
export async function printTemplate(
  session: Session,
  {format, partition, out}: TemplateOptions,
  tool: string,
  signal: AbortSignal,
): Promise<EngineTemplateReport> {
  const text = await textOf(session, format, {partition, tool}, signal);
  if (out === undefined) return {format, text};
  const file = path.resolve(session.folder, out);
  await writeFile(file, text);
  return {format, text, file};
}

async function textOf(
  session: Session,
  format: string,
  {partition, tool}: {readonly partition: string; readonly tool: string},
  signal: AbortSignal,
): Promise<string> {
  switch (format) {
    case 'asl':
      return `${JSON.stringify(stateMachine({partition}), null, 2)}\n`;
    case 'policy': {
      const {arn, accountId, region} = await session.identity.whoAmI(signal);
      const where = {partition: arn.split(':')[1] ?? partition, accountId, region};
      const names = {stackName: ENGINE_STACK, stateMachine: ENGINE_MACHINE, tickFunction: TICK_FUNCTION};
      return `${JSON.stringify(toPolicy(enginePermissions({...where, ...names})), null, 2)}\n`;
    }
    default:
      return (await engineTemplate(partition, tool)).text;
  }
}
