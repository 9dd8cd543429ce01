import type {
  DescribeChangeSetCommandOutput,
  ResourceChange,
  StackEvent as SdkEvent,
  Stack as SdkStack,
} from '@aws-sdk/client-cloudformation';
import type {ChangeSet, NewChangeSet, Stack, StackChange, StackEvent, StacksPort} from '../../ports/engine/stacks.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasAwsName, hasCode} from '../error/mapping.js';

/** What CloudFormation says of a stack that is not there, by a ValidationError as of any other mistake. */
const NOT_THERE = /does not exist/;
/** How it says that a change set has nothing in it: by a failure, with one of these texts. */
const EMPTY = /didn't contain changes|No updates are to be performed/;

/** Stacks of AWS CloudFormation. */
export class CloudFormationStacks implements StacksPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async find(stackName: string, signal?: AbortSignal): Promise<Stack | undefined> {
    const {client, sdk} = await this.#clients.cloudFormation();
    const command = new sdk.DescribeStacksCommand({StackName: stackName});
    try {
      const call = callOf('DescribeStacks', stackName);
      const {Stacks: stacks} = await callAws(call, () => client.send(command, requestOptions(signal)));
      return stacks?.[0] && toStack(stacks[0]);
    } catch (error) {
      if (hasCode(error, 'INVALID_REQUEST') && NOT_THERE.test(error.message)) return undefined;
      throw error;
    }
  }

  async template(stackName: string, signal?: AbortSignal): Promise<string> {
    const {client, sdk} = await this.#clients.cloudFormation();
    const command = new sdk.GetTemplateCommand({StackName: stackName, TemplateStage: 'Original'});
    const call = callOf('GetTemplate', stackName);
    return (await callAws(call, () => client.send(command, requestOptions(signal)))).TemplateBody ?? '';
  }

  async createChangeSet(changeSet: NewChangeSet, signal?: AbortSignal): Promise<void> {
    const {client, sdk} = await this.#clients.cloudFormation();
    const {stackName, changeSetName, kind, template, parameters, roleArn} = changeSet;
    const command = new sdk.CreateChangeSetCommand({
      StackName: stackName,
      ChangeSetName: changeSetName,
      ChangeSetType: kind === 'create' ? 'CREATE' : 'UPDATE',
      TemplateBody: template,
      Capabilities: ['CAPABILITY_IAM'],
      Parameters: [...parameters].map(([key, value]) =>
        typeof value === 'string'
          ? {ParameterKey: key, ParameterValue: value}
          : {ParameterKey: key, UsePreviousValue: value.asBefore},
      ),
      ...(roleArn !== undefined && {RoleARN: roleArn}),
      // Otherwise it stays, as ROLLBACK_COMPLETE, and nothing can be made of it any more.
      ...(kind === 'create' && {OnStackFailure: 'DELETE'}),
    });
    await callAws(callOf('CreateChangeSet', stackName), () => client.send(command, requestOptions(signal)));
  }

  async changeSet(stackName: string, changeSetName: string, signal?: AbortSignal): Promise<ChangeSet> {
    const {client, sdk} = await this.#clients.cloudFormation();
    const command = new sdk.DescribeChangeSetCommand({StackName: stackName, ChangeSetName: changeSetName});
    const call = callOf('DescribeChangeSet', stackName);
    return toChangeSet(await callAws(call, () => client.send(command, requestOptions(signal))));
  }

  async executeChangeSet(stackName: string, changeSetName: string, signal?: AbortSignal): Promise<void> {
    const {client, sdk} = await this.#clients.cloudFormation();
    const command = new sdk.ExecuteChangeSetCommand({StackName: stackName, ChangeSetName: changeSetName});
    await callAws(callOf('ExecuteChangeSet', stackName), () => client.send(command, requestOptions(signal)));
  }

  async deleteChangeSet(stackName: string, changeSetName: string, signal?: AbortSignal): Promise<void> {
    const {client, sdk} = await this.#clients.cloudFormation();
    const command = new sdk.DeleteChangeSetCommand({StackName: stackName, ChangeSetName: changeSetName});
    try {
      await callAws(callOf('DeleteChangeSet', stackName), () => client.send(command, requestOptions(signal)));
    } catch (error) {
      if (!hasAwsName(error, 'ChangeSetNotFound') && !hasAwsName(error, 'ChangeSetNotFoundException')) throw error;
    }
  }

  async deleteStack(stackName: string, signal?: AbortSignal): Promise<void> {
    const {client, sdk} = await this.#clients.cloudFormation();
    const command = new sdk.DeleteStackCommand({StackName: stackName});
    await callAws(callOf('DeleteStack', stackName), () => client.send(command, requestOptions(signal)));
  }

  async events(stackName: string, afterId?: string, signal?: AbortSignal): Promise<readonly StackEvent[]> {
    const {client, sdk} = await this.#clients.cloudFormation();
    const found: StackEvent[] = [];
    let token: string | undefined;
    do {
      const command = new sdk.DescribeStackEventsCommand({StackName: stackName, ...(token && {NextToken: token})});
      const call = callOf('DescribeStackEvents', stackName);
      const {StackEvents, NextToken} = await callAws(call, () => client.send(command, requestOptions(signal)));
      const page = (StackEvents ?? []).map(toEvent);
      const known = page.findIndex(({id}) => id === afterId);
      found.push(...(known < 0 ? page : page.slice(0, known)));
      token = known < 0 ? NextToken : undefined;
    } while (token);
    return found;
  }
}

function callOf(operation: string, stackName: string): AwsCall {
  return {action: `cloudformation:${operation}`, subject: `stack ${stackName.split('/')[1] ?? stackName}`};
}

function toStack(stack: SdkStack): Stack {
  return {
    name: stack.StackName ?? '',
    id: stack.StackId ?? stack.StackName ?? '',
    status: stack.StackStatus ?? '',
    ...(stack.StackStatusReason !== undefined && {statusReason: stack.StackStatusReason}),
    parameters: new Map(
      (stack.Parameters ?? []).map(({ParameterKey: key = '', ParameterValue: value = ''}) => [key, value]),
    ),
    outputs: new Map((stack.Outputs ?? []).map(({OutputKey: key = '', OutputValue: value = ''}) => [key, value])),
  };
}

function toChangeSet({
  Status: status,
  StatusReason: reason,
  Changes: changes = [],
}: DescribeChangeSetCommandOutput): ChangeSet {
  const failed = status === 'FAILED' || status === 'DELETE_FAILED';
  return {
    status: status === 'CREATE_COMPLETE' ? 'ready' : failed ? 'failed' : 'pending',
    isEmpty: failed && EMPTY.test(reason ?? ''),
    ...(reason !== undefined && {reason}),
    changes: changes.flatMap(({ResourceChange: change}) => (change ? [toChange(change)] : [])),
  };
}

const REPLACED = {True: 'yes', Conditional: 'perhaps'} as const;
const ACTIONS = {Add: 'Add', Modify: 'Modify', Remove: 'Remove'} as const;

function toChange(change: ResourceChange): StackChange {
  return {
    action: ACTIONS[change.Action as keyof typeof ACTIONS] ?? 'Other',
    logicalId: change.LogicalResourceId ?? '',
    type: change.ResourceType ?? '',
    replaced: REPLACED[change.Replacement as keyof typeof REPLACED] ?? 'no',
  };
}

function toEvent(event: SdkEvent): StackEvent {
  return {
    id: event.EventId ?? '',
    logicalId: event.LogicalResourceId ?? '',
    type: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
    ...(event.ResourceStatusReason !== undefined && {reason: event.ResourceStatusReason}),
  };
}
