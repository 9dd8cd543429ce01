import {type AliasRef, formatAliasRef} from '../../../model/function/ref.js';
import type {RunningExecution} from '../../../ports/engine/executions.js';
import {formatFields, formatTable} from '../../table.js';

/** An execution, and the alias whose rollout it drives, where it says. */
export interface DrivingExecution extends RunningExecution {
  readonly ref?: AliasRef;
}

/** An execution in few words. */
export function executionText({name, ref}: DrivingExecution): string {
  return ref ? `${formatAliasRef(ref)} (${name})` : name;
}

/** What is installed of the engine. */
export interface EngineStatusReport {
  readonly stack: string;
  /** As CloudFormation has it. */
  readonly status: string;
  /** Version of the tool that installed it. */
  readonly version: string;
  /** Beside what this version of the tool would install; `changed`: by somebody, or with other parts. */
  readonly standing: 'current' | 'older' | 'newer' | 'changed';
  readonly parameters: Readonly<Record<string, string>>;
  /** ARN; absent when the stack is not whole. */
  readonly stateMachine?: string;
  /** The function that it calls. `absent`: it was never released; `other`: its code is not this tool's. */
  readonly tick: {readonly version?: string; readonly code: 'same' | 'other' | 'absent'};
  readonly executions: readonly DrivingExecution[];
}

const STANDINGS = {
  current: 'as this version of lambda-release has it',
  older: 'older than this version of lambda-release: lambda-release engine install',
  newer: 'newer than this version of lambda-release',
  changed: 'not as this version of lambda-release has it: lambda-release engine install shows what differs',
} as const;

const CODES = {
  same: 'its code is this version of lambda-release',
  other: 'its code is of another version of lambda-release: lambda-release engine install',
  absent: 'it has never been released: lambda-release engine install',
} as const;

const COLUMNS = [{heading: 'ROLLOUT'}, {heading: 'EXECUTION'}, {heading: 'STARTED'}, {heading: 'ARN'}];

/** What is installed, for people. */
export function engineStatusText(report: EngineStatusReport): string {
  const {stack, status, version, standing, stateMachine, tick, executions, parameters} = report;
  const called = tick.version === undefined ? '' : `version ${tick.version}, `;
  const head = formatFields([
    ['Stack', `${stack}, ${status}`],
    ['Installed by', `lambda-release ${version}, ${STANDINGS[standing]}`],
    ['State machine', stateMachine],
    ['Tick function', `lambda-release-tick:live, ${called}${CODES[tick.code]}`],
    ...Object.entries(parameters).filter(([, value]) => value !== ''),
  ]);
  if (executions.length === 0) return `${head}\n\nIt drives no rollout now.`;
  const rows = executions.map(({name, ref, startedMs, arn}) => [
    ref && formatAliasRef(ref),
    name,
    new Date(startedMs).toISOString(),
    arn,
  ]);
  return `${head}\n\n${formatTable(COLUMNS, rows)}`;
}
