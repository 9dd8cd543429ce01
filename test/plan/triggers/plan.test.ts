import {expect, test} from 'vitest';
import type {InvokeStatement} from '../../../src/lib/model/trigger/statement.js';
import type {ObservedTriggers} from '../../../src/lib/observe/triggers/triggers.js';
import {planTriggers} from '../../../src/lib/plan/triggers/plan.js';

const S3: InvokeStatement = {
  ...{statementId: 'bucket', action: 'lambda:InvokeFunction', principal: 's3.amazonaws.com'},
  ...{sourceArn: 'arn:aws:s3:::receipts', sourceAccount: '123456789012'},
};
const SOURCE = 'arn:aws:sqs:eu-west-1:123456789012:orders';
const MAPPING = {uuid: 'u-1', functionName: 'checkout', sourceArn: SOURCE, isEnabled: true};

function planned(change: Partial<ObservedTriggers>, createsAlias = true) {
  const observed: ObservedTriggers = {
    ref: {functionName: 'checkout', alias: 'live'},
    functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:checkout',
    standing: {kind: 'idle'},
    mappings: [],
    sourcesOfAlias: new Set(),
    statements: [],
    statementsOfAlias: [],
    targets: [],
    apis: {routes: [], served: [], unread: []},
    ...change,
  };
  const result = planTriggers(observed, {createsAlias});
  if (!result.ok) throw new Error(result.refusals.map(({code}) => code).join());
  return result.plan;
}

test('everybody is let in before anybody is pointed there', () => {
  const target = {bus: 'default', rule: 'nightly', targetId: 'it'};
  const {steps} = planned({statements: [S3], targets: [target], mappings: [MAPPING]});
  expect(steps).toEqual([
    {kind: 'permission', statement: S3},
    {kind: 'target', target},
    {kind: 'mapping', uuid: 'u-1', source: SOURCE},
  ]);
});

test('what the alias allows under another name is not allowed again; a name that is taken there gets a number', () => {
  expect(planned({statements: [S3], statementsOfAlias: [{...S3, statementId: 'other'}]}).steps).toEqual([]);
  const {steps} = planned({statements: [S3], statementsOfAlias: [{...S3, sourceArn: 'arn:aws:s3:::else'}]});
  expect(steps).toEqual([{kind: 'permission', statement: {...S3, statementId: 'bucket-2'}}]);
  // The same of any account is more than this, and this is not given away for it.
  const {sourceAccount: _account, ...ofAnyAccount} = S3;
  expect(planned({statements: [S3], statementsOfAlias: [{...ofAnyAccount, statementId: 'any'}]}).steps).toHaveLength(1);
});

test('rights of accounts and roles, and conditions that cannot be said again, are left to a person', () => {
  const account = {statementId: 'them', action: 'lambda:InvokeFunction', principal: 'arn:aws:iam::210987654321:root'};
  const {steps, byHand} = planned({statements: [account, {...S3, beyond: 'its condition is odd'}]});
  expect(steps).toEqual([]);
  expect(byHand.map(({commands}) => commands)).toEqual([
    ['aws lambda remove-permission --function-name checkout --statement-id them'],
    ['aws lambda remove-permission --function-name checkout --statement-id bucket'],
  ]);
});

test('a source that the alias has already is not mapped to it twice', () => {
  const {steps, byHand} = planned({mappings: [MAPPING], sourcesOfAlias: new Set([SOURCE])});
  expect(steps).toEqual([]);
  expect(byHand[0]?.commands).toEqual(['aws lambda delete-event-source-mapping --uuid u-1']);
});

test('without an alias, and nobody to make it, there is nowhere to move to', () => {
  expect(() => planned({mappings: [MAPPING]}, false)).toThrow('ALIAS_NOT_FOUND');
  expect(planned({}, false).steps).toEqual([]);
});

test('an API is let in by what it calls with, before it is pointed there, where no statement says it already', () => {
  const served = {
    ...{apiId: 'a1b2c3', name: 'orders', kind: 'REST' as const},
    stages: [
      {
        ...{name: 'prod', variables: {function: 'checkout'}},
        served: {
          calls: [
            {
              uri: `arn:aws:lambda:eu-west-1:123456789012:function:\${stageVariables.function}`,
              routes: ['GET/orders', '*/orders/*'],
            },
          ],
          otherVariables: [],
        },
      },
    ],
  };
  const api = {action: 'lambda:InvokeFunction', principal: 'apigateway.amazonaws.com'};
  const sourceArn = 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/*/GET/orders';
  const statements = [{...api, statementId: 'get', sourceArn}];
  const {steps, byHand} = planned({statements, apis: {routes: [], served: [served], unread: []}});
  const of = {...api, sourceArn: 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/prod/*/orders/*'};
  expect(steps).toMatchObject([
    {kind: 'permission', statement: {statementId: 'get', sourceArn}},
    {kind: 'permission', statement: {...of, statementId: 'api-a1b2c3'}},
    {kind: 'api', change: {kind: 'stageVariable', variable: 'function', from: 'checkout', to: 'checkout:live'}},
  ]);
  expect(byHand.map(({what}) => what)).toEqual([expect.stringContaining('API a1b2c3 is moved with the plan')]);
});
