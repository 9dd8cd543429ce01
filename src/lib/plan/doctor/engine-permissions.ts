import type {PermissionGroup} from './permission-group.js';

interface EngineScope {
  /** `aws`, `aws-cn` … */
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly stackName: string;
  readonly stateMachine: string;
  readonly tickFunction: string;
}

/**
 * What whoever installs the engine, looks at it or takes it away has to be allowed: calls of ours, and those that CloudFormation
 * makes with the caller's rights for the resources of the stack (their handlers' permissions in the CloudFormation registry).
 */
export function enginePermissions(scope: EngineScope): readonly PermissionGroup[] {
  const {partition, region, accountId, stackName, stateMachine, tickFunction} = scope;
  const arn = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${accountId}:${rest}`;
  const bare = arn('lambda', `function:${tickFunction}`);
  const role = `arn:${partition}:iam::${accountId}:role/${stackName}-*`;
  return [
    {
      sid: 'ChangeStack',
      purpose: 'show and carry out changes of the stack',
      actions: [
        ...['cloudformation:DescribeStacks', 'cloudformation:DescribeStackEvents', 'cloudformation:GetTemplate'],
        ...['cloudformation:CreateChangeSet', 'cloudformation:DescribeChangeSet', 'cloudformation:ExecuteChangeSet'],
        ...['cloudformation:DeleteChangeSet', 'cloudformation:DeleteStack'],
      ],
      resources: [arn('cloudformation', `stack/${stackName}/*`)],
    },
    {
      sid: 'MakeRoles',
      purpose: 'make both roles',
      actions: [
        ...['iam:CreateRole', 'iam:GetRole', 'iam:UpdateRole', 'iam:UpdateRoleDescription', 'iam:DeleteRole'],
        ...['iam:UpdateAssumeRolePolicy', 'iam:PutRolePermissionsBoundary', 'iam:DeleteRolePermissionsBoundary'],
        ...['iam:PutRolePolicy', 'iam:GetRolePolicy', 'iam:DeleteRolePolicy', 'iam:ListRolePolicies'],
        ...['iam:ListAttachedRolePolicies', 'iam:TagRole', 'iam:UntagRole'],
      ],
      resources: [role],
    },
    ...['lambda.amazonaws.com', 'states.amazonaws.com'].map((service) => ({
      sid: service === 'lambda.amazonaws.com' ? 'PassTickRole' : 'PassStateMachineRole',
      purpose: 'set the role',
      actions: ['iam:PassRole'],
      resources: [role],
      passedTo: service,
    })),
    {
      sid: 'MakeTickFunction',
      purpose: 'make the function that the state machine calls, and release its code',
      actions: [
        ...['lambda:CreateFunction', 'lambda:GetFunction', 'lambda:GetFunctionConfiguration', 'lambda:DeleteFunction'],
        ...['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration', 'lambda:GetRuntimeManagementConfig'],
        ...['lambda:GetFunctionCodeSigningConfig', 'lambda:ListTags', 'lambda:TagResource', 'lambda:UntagResource'],
        ...['lambda:PublishVersion', 'lambda:ListVersionsByFunction', 'lambda:GetAlias', 'lambda:ListAliases'],
        ...['lambda:CreateAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'],
        'lambda:InvokeFunction',
      ],
      resources: [bare, `${bare}:*`],
    },
    {
      sid: 'MakeStateMachine',
      purpose: 'make the state machine, and see what it drives',
      actions: [
        ...['states:CreateStateMachine', 'states:DescribeStateMachine', 'states:UpdateStateMachine'],
        ...['states:DeleteStateMachine', 'states:ListTagsForResource', 'states:TagResource', 'states:UntagResource'],
        'states:ListExecutions',
      ],
      resources: [arn('states', `stateMachine:${stateMachine}`)],
    },
    {
      sid: 'SeeExecutions',
      purpose: 'see which rollouts it drives',
      actions: ['states:DescribeExecution'],
      resources: [arn('states', `execution:${stateMachine}:*`)],
    },
    {
      sid: 'MakeLogGroup',
      purpose: 'keep the logs of its function',
      actions: [
        ...['logs:CreateLogGroup', 'logs:DeleteLogGroup', 'logs:PutRetentionPolicy', 'logs:DeleteRetentionPolicy'],
        ...['logs:ListTagsForResource', 'logs:TagResource', 'logs:UntagResource'],
      ],
      resources: [
        arn('logs', `log-group:/aws/lambda/${tickFunction}`),
        arn('logs', `log-group:/aws/lambda/${tickFunction}:*`),
      ],
    },
    {
      // AWS knows no narrower resource.
      sid: 'FindLogGroup',
      purpose: 'find that log group',
      actions: ['logs:DescribeLogGroups'],
      resources: ['*'],
    },
  ];
}
