import {parse} from 'yaml';
import {stackTemplate} from '../../src/lib/config/engine/stack-template.js';
import {stateMachine} from '../../src/lib/engine/machine.js';

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

const VALUES: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '123456789012',
  Functions: '*',
  FunctionLogs: '/aws/lambda/*',
  RecordLogGroup: '/lambda-release',
  EventBusArn: 'arn:aws:events:eu-west-1:123456789012:event-bus/releases',
  LeaseRole: 'arn:aws:iam::123456789012:role/lease',
  'TickFunction.Arn': 'arn:aws:lambda:eu-west-1:123456789012:function:lambda-release-tick',
  'TickLogs.Arn': 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/lambda-release-tick:*',
};

const resolved = (name: string) => VALUES[name] ?? name;
const scalar = (tag: string, resolve: (text: string) => unknown) => ({tag, resolve});
const list = (tag: string) => ({tag, collection: 'seq' as const});

/** The engine's template with everything in it as CloudFormation would have it, every condition true. */
export async function resolvedTemplate() {
  const text = await stackTemplate(stateMachine(), '1.2.3');
  const template = parse(text, {
    customTags: [
      scalar('!Ref', resolved),
      scalar('!GetAtt', resolved),
      scalar('!Sub', (pattern) => pattern.replaceAll(/\$\{([\w.:]+)\}/g, (_whole, name: string) => resolved(name))),
      ...['!If', '!Not', '!Equals'].map(list),
    ],
  });
  const {TickFunction, TickRole, StateMachine, StateMachineRole} = template.Resources;
  return {
    tickFunction: TickFunction.Properties,
    stateMachine: StateMachine.Properties,
    tickStatements: statementsOf(TickRole.Properties.Policies),
    machineStatements: statementsOf(StateMachineRole.Properties.Policies),
  };
}

/** Of a policy, or of one that there is only by a condition: its name, the policy, and nothing. */
function statementsOf(policies: readonly unknown[]): readonly Statement[] {
  return policies.flatMap((policy) => {
    const {PolicyDocument} = (Array.isArray(policy) ? policy[1] : policy) as {
      readonly PolicyDocument: {readonly Statement: readonly Statement[]};
    };
    return PolicyDocument.Statement;
  });
}

export function actionsOf(statements: readonly Statement[]): ReadonlySet<string> {
  return new Set(statements.flatMap(({Action}) => Action));
}
