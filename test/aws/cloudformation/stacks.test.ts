import {describe, expect, test} from 'vitest';
import {CloudFormationStacks} from '../../../src/lib/aws/cloudformation/stacks.js';
import {type StubRequest, stubAws} from '../stub-aws.js';

/** What CloudFormation answers: the members of an operation's result, as XML. */
const result = (operation: string, members: string) => ({
  status: 200,
  headers: {'content-type': 'text/xml'},
  body: `<${operation}Response><${operation}Result>${members}</${operation}Result></${operation}Response>`,
});

const failed = (status: number, code: string, message: string) => ({
  status,
  headers: {'content-type': 'text/xml'},
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

const formOf = ({body}: StubRequest) => Object.fromEntries(new URLSearchParams(String(body)));

describe('a stack', () => {
  test('is found with its status, values and outputs', async () => {
    const {clients} = await stubAws(() =>
      result(
        'DescribeStacks',
        `<Stacks><member><StackName>engine</StackName><StackId>arn:1</StackId><StackStatus>CREATE_COMPLETE</StackStatus>
        <Parameters><member><ParameterKey>Functions</ParameterKey><ParameterValue>*</ParameterValue></member></Parameters>
        <Outputs><member><OutputKey>StateMachineArn</OutputKey><OutputValue>arn:2</OutputValue></member></Outputs></member></Stacks>`,
      ),
    );
    expect(await new CloudFormationStacks(clients).find('engine')).toEqual({
      ...{name: 'engine', id: 'arn:1', status: 'CREATE_COMPLETE'},
      parameters: new Map([['Functions', '*']]),
      outputs: new Map([['StateMachineArn', 'arn:2']]),
    });
  });

  test('that is not there is none; every other mistake is an error', async () => {
    const texts = ['Stack with id engine does not exist', '1 validation error detected'];
    const {clients} = await stubAws((_request, count) => failed(400, 'ValidationError', texts[count - 1] ?? ''));
    const stacks = new CloudFormationStacks(clients);
    expect(await stacks.find('engine')).toBeUndefined();
    await expect(stacks.find('engine')).rejects.toMatchObject({code: 'INVALID_REQUEST'});
  });
});

describe('a change set', () => {
  test('of a first stack deletes what cannot be created; values that stay are not sent', async () => {
    const {clients, requests} = await stubAws(() => result('CreateChangeSet', '<Id>arn:3</Id>'));
    const wanted = {stackName: 'engine', changeSetName: 'one', template: 'T'};
    const stacks = new CloudFormationStacks(clients);
    await stacks.createChangeSet({...wanted, kind: 'create', parameters: new Map([['Functions', 'shop-*']])});
    await stacks.createChangeSet({...wanted, kind: 'update', parameters: new Map([['Functions', {asBefore: true}]])});
    const [first, second] = requests.map(formOf);
    expect(first).toMatchObject({
      ChangeSetType: 'CREATE',
      OnStackFailure: 'DELETE',
      'Capabilities.member.1': 'CAPABILITY_IAM',
      'Parameters.member.1.ParameterValue': 'shop-*',
    });
    expect(second).toMatchObject({ChangeSetType: 'UPDATE', 'Parameters.member.1.UsePreviousValue': 'true'});
    expect(second).not.toHaveProperty('OnStackFailure');
    expect(second).not.toHaveProperty('Parameters.member.1.ParameterValue');
  });

  test.each([
    ['CREATE_PENDING', '', {status: 'pending', isEmpty: false}],
    ['CREATE_COMPLETE', '', {status: 'ready', isEmpty: false}],
    ['FAILED', 'no such parameter', {status: 'failed', isEmpty: false, reason: 'no such parameter'}],
    [
      'FAILED',
      "The submitted information didn't contain changes. Submit different information.",
      {status: 'failed', isEmpty: true},
    ],
    ['FAILED', 'No updates are to be performed.', {status: 'failed', isEmpty: true}],
  ])('that is %s (%s)', async (status, reason, seen) => {
    const {clients} = await stubAws(() =>
      result('DescribeChangeSet', `<Status>${status}</Status><StatusReason>${reason}</StatusReason>`),
    );
    expect(await new CloudFormationStacks(clients).changeSet('engine', 'one')).toMatchObject(seen);
  });

  test('says of each resource what becomes of it, also where only AWS will know', async () => {
    const change = (action: string, replacement: string) =>
      `<member><Type>Resource</Type><ResourceChange><Action>${action}</Action><LogicalResourceId>R</LogicalResourceId>
      <ResourceType>T</ResourceType><Replacement>${replacement}</Replacement></ResourceChange></member>`;
    const {clients} = await stubAws(() =>
      result('DescribeChangeSet', `<Changes>${change('Modify', 'Conditional')}${change('Import', 'False')}</Changes>`),
    );
    const {changes} = await new CloudFormationStacks(clients).changeSet('engine', 'one');
    expect(changes).toEqual([
      {action: 'Modify', logicalId: 'R', type: 'T', replaced: 'perhaps'},
      {action: 'Other', logicalId: 'R', type: 'T', replaced: 'no'},
    ]);
  });

  test('that is gone already need not be deleted', async () => {
    const {clients} = await stubAws(() => failed(404, 'ChangeSetNotFound', 'no'));
    await new CloudFormationStacks(clients).deleteChangeSet('engine', 'one');
  });
});

test('events are read back to the last known one, over as many pages as it takes', async () => {
  const page = (ids: readonly string[], next: string) =>
    result(
      'DescribeStackEvents',
      `<StackEvents>${ids.map((id) => `<member><EventId>${id}</EventId><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>`).join('')}</StackEvents>${next}`,
    );
  const {clients, requests} = await stubAws((request) =>
    formOf(request).NextToken === undefined
      ? page(['5', '4'], '<NextToken>more</NextToken>')
      : page(['3', '2', '1'], '<NextToken>on</NextToken>'),
  );
  const events = await new CloudFormationStacks(clients).events('engine', '2');
  expect(events.map(({id}) => id)).toEqual(['5', '4', '3']);
  expect(requests).toHaveLength(2);
});
