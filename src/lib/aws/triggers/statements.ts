import type {InvokeStatement, PolicyStatement} from '../../model/trigger/statement.js';
import {principalsOf, type Statement, statementsAllowing} from '../lambda/policy-document.js';

/** What AddPermission makes a condition of, by operator and key in lower case (Lambda API reference, AddPermission). */
const SAYABLE: Readonly<
  Record<string, 'sourceArn' | 'sourceAccount' | 'principalOrgId' | 'eventSourceToken' | 'urlAuthType' | 'viaUrl'>
> = {
  'arnlike aws:sourcearn': 'sourceArn',
  'stringequals aws:sourceaccount': 'sourceAccount',
  'stringequals aws:principalorgid': 'principalOrgId',
  'stringequals lambda:eventsourcetoken': 'eventSourceToken',
  'stringequals lambda:functionurlauthtype': 'urlAuthType',
  'bool lambda:invokedviafunctionurl': 'viaUrl',
};

const INVOKES = /^(lambda:(InvokeFunction|InvokeFunctionUrl|Invoke\*|\*)|\*)$/;

/** The statements of a policy document that let somebody invoke, each with what AddPermission could not say of it. */
export function statementsOf(policy: string): readonly PolicyStatement[] {
  return statementsAllowing(INVOKES, policy).map(toStatement);
}

function toStatement(statement: Statement): PolicyStatement {
  const {Sid: statementId = '', Action = [], Condition = {}} = statement;
  const actions = [Action].flat();
  const principals = principalsOf(statement);
  const said: Partial<Record<keyof InvokeStatement, unknown>> = {};
  const beyond: string[] = [];
  if (actions.length !== 1) beyond.push('it names several actions');
  if (principals.length !== 1) beyond.push('it names several principals');
  for (const [operator, values] of Object.entries(Condition)) {
    for (const [key, value] of Object.entries(values)) {
      const member = SAYABLE[`${operator} ${key}`.toLowerCase()];
      if (member === 'viaUrl' && String(value) === 'true') said.viaUrl = true;
      else if (member !== undefined && member !== 'viaUrl' && typeof value === 'string') said[member] = value;
      else beyond.push(`its condition ${operator} on ${key} is one that AddPermission cannot set`);
    }
  }
  return {
    statementId,
    action: actions[0] ?? '',
    principal: principals[0] ?? '*',
    ...(said as Partial<InvokeStatement>),
    ...(beyond.length > 0 && {beyond: beyond.join(', ')}),
  };
}
