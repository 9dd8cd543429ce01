import type {StackChange} from '../../../ports/engine/stacks.js';
import {formatFields, formatTable} from '../../table.js';

/** What an installation of the engine came to, or would. */
export interface EngineInstallReport {
  readonly dryRun: boolean;
  readonly changed: boolean;
  readonly account: string;
  readonly region: string;
  readonly stack: {
    readonly name: string;
    /** `skipped`: it is deployed otherwise. */
    readonly action: 'create' | 'update' | 'nothing' | 'skipped';
    readonly changes: readonly StackChange[];
    /** Values of parameters that were given. */
    readonly parameters: Readonly<Record<string, string>>;
  };
  /** ARN; absent before the stack is there. */
  readonly stateMachine?: string;
  /** The function that it calls; absent before it is released. */
  readonly tick?: {readonly version: string; readonly before?: string; readonly changed: boolean};
}

const REPLACED = {no: '', perhaps: ', perhaps made anew', yes: ', made anew'} as const;
const COLUMNS = [{heading: 'CHANGE'}, {heading: 'RESOURCE'}, {heading: 'TYPE'}];

/** What would be changed, shown before anybody agrees to it. */
export function installPlanText(report: EngineInstallReport): string {
  const {account, region, stack} = report;
  const where = `account ${account}, ${region}`;
  return [HEADINGS[stack.action](stack.name, where), changesText(report), TICK_TEXT].filter(Boolean).join('\n\n');
}

const HEADINGS = {
  create: (name: string, where: string) => `Stack ${name} is created in ${where}.`,
  update: (name: string, where: string) => `Stack ${name} in ${where} is changed.`,
  nothing: (name: string, where: string) => `Stack ${name} in ${where} is as it should be.`,
  skipped: (_name: string, where: string) =>
    `The stack is left alone; the code of its function is released in ${where}.`,
} as const;

const TICK_TEXT =
  'Then lambda-release-tick is released: its code is published where it is new, answers a check, and gets all calls of its ' +
  'alias "live" at once; a call a minute is nothing to compare. Back: lambda-release rollback lambda-release-tick:live';

function changesText({stack: {changes, parameters}}: EngineInstallReport): string {
  const rows = changes.map(({action, logicalId, type, replaced}) => [
    `${action}${REPLACED[replaced]}`,
    logicalId,
    type,
  ]);
  const given = formatFields(Object.entries(parameters), '  ');
  return [rows.length > 0 ? formatTable(COLUMNS, rows, {indent: '  '}) : '', given].filter(Boolean).join('\n\n');
}

/** An engine that was installed, for people. */
export function installText(report: EngineInstallReport): string {
  const {changed, stack, stateMachine, tick} = report;
  const name = stack.action === 'skipped' ? 'The engine' : `The engine ${stack.name}`;
  const heading = changed ? `${name} is installed.` : `${name} is installed already; nothing was changed.`;
  const before = tick?.before !== undefined && tick.changed ? `, before it version ${tick.before}` : '';
  return `${heading}\n${formatFields(
    [
      ['State machine', stateMachine],
      ['Tick function', tick && `lambda-release-tick:live, version ${tick.version}${before}`],
    ],
    '  ',
  )}`;
}
