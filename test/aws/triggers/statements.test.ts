import {expect, test} from 'vitest';
import {statementsOf} from '../../../src/lib/aws/triggers/statements.js';

const policy = (...statements: readonly object[]) => JSON.stringify({Version: '2012-10-17', Statement: statements});
const allow = {Sid: 'a', Effect: 'Allow', Action: 'lambda:InvokeFunction', Principal: {Service: 's3.amazonaws.com'}};

test('a statement of AddPermission is read back as it was given, whatever the case of its keys', () => {
  const Condition = {
    StringEquals: {'AWS:SourceAccount': '123456789012'},
    ArnLike: {'AWS:SourceArn': 'arn:aws:s3:::receipts'},
  };
  const lower = {ArnLike: {'aws:SourceArn': 'arn:aws:s3:::receipts'}};
  expect(statementsOf(policy({...allow, Condition}, {...allow, Sid: 'b', Condition: lower}))).toEqual([
    {
      ...{statementId: 'a', action: 'lambda:InvokeFunction', principal: 's3.amazonaws.com'},
      ...{sourceArn: 'arn:aws:s3:::receipts', sourceAccount: '123456789012'},
    },
    {
      ...{statementId: 'b', action: 'lambda:InvokeFunction', principal: 's3.amazonaws.com'},
      sourceArn: 'arn:aws:s3:::receipts',
    },
  ]);
});

test('both statements of a URL are read back', () => {
  const url = {Sid: 'url', Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunctionUrl'};
  const via = {...url, Sid: 'via', Action: 'lambda:InvokeFunction'};
  const found = statementsOf(
    policy(
      {...url, Condition: {StringEquals: {'lambda:FunctionUrlAuthType': 'NONE'}}},
      {...via, Condition: {Bool: {'lambda:InvokedViaFunctionUrl': 'true'}}},
    ),
  );
  expect(found).toEqual([
    {statementId: 'url', action: 'lambda:InvokeFunctionUrl', principal: '*', urlAuthType: 'NONE'},
    {statementId: 'via', action: 'lambda:InvokeFunction', principal: '*', viaUrl: true},
  ]);
});

test('what AddPermission cannot say is said to be so, and never read as something weaker', () => {
  const beyond = (change: object) => statementsOf(policy({...allow, ...change}))[0]?.beyond;
  expect(beyond({Condition: {IpAddress: {'aws:SourceIp': '10.0.0.0/8'}}})).toContain('IpAddress on aws:SourceIp');
  expect(beyond({Condition: {ArnLike: {'aws:SourceArn': ['arn:1', 'arn:2']}}})).toContain('ArnLike on aws:SourceArn');
  expect(beyond({Condition: {ArnNotLike: {'aws:SourceArn': 'arn:1'}}})).toContain('ArnNotLike');
  expect(beyond({Condition: {Bool: {'lambda:InvokedViaFunctionUrl': 'false'}}})).toContain('Bool');
  expect(beyond({Principal: {AWS: ['123456789012', '210987654321']}})).toBe('it names several principals');
  expect(beyond({Action: ['lambda:InvokeFunction', 'lambda:GetFunction']})).toBe('it names several actions');
});

test('what denies, or lets nobody invoke, is left out', () => {
  expect(statementsOf(policy({...allow, Effect: 'Deny'}, {...allow, Action: 'lambda:GetFunction'}))).toEqual([]);
});
