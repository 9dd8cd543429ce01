import {expect, test} from 'vitest';
import {admits} from '../../src/lib/model/trust-policy.js';

const GROUP = 'arn:aws:scheduler:eu-west-1:123456789012:schedule-group/lambda-release';
const ASSUMPTION = {service: 'scheduler.amazonaws.com', sourceAccount: '123456789012', sourceArn: GROUP};

const statement = (parts: Readonly<Record<string, unknown>> = {}) => ({
  Effect: 'Allow',
  Principal: {Service: 'scheduler.amazonaws.com'},
  Action: 'sts:AssumeRole',
  ...parts,
});
const where = (Condition: unknown) => statement({Condition});

test.each<[string, 'yes' | 'no' | 'unsure', unknown]>([
  ['without a condition', 'yes', statement()],
  [
    'one service of several, one action of several',
    'yes',
    statement({
      Principal: {Service: ['lambda.amazonaws.com', 'scheduler.amazonaws.com']},
      Action: ['sts:TagSession', 'sts:AssumeRole'],
    }),
  ],
  ['everybody', 'yes', statement({Principal: '*'})],
  ['every action', 'yes', statement({Action: 'sts:*'})],
  ['the account', 'yes', where({StringEquals: {'aws:SourceAccount': '123456789012'}})],
  ['the group, in any case of the key', 'yes', where({ArnEquals: {'AWS:sourcearn': GROUP}})],
  ['the group of any region', 'yes', where({ArnLike: {'aws:SourceArn': GROUP.replace('eu-west-1', '*')}})],
  ['another service', 'no', statement({Principal: {Service: 'lambda.amazonaws.com'}})],
  ['an account of people', 'no', statement({Principal: {AWS: 'arn:aws:iam::123456789012:root'}})],
  ['another action', 'no', statement({Action: 'sts:TagSession'})],
  ['another account', 'no', where({StringEquals: {'aws:SourceAccount': '210987654321'}})],
  ['the default group', 'no', where({ArnLike: {'aws:SourceArn': GROUP.replace('lambda-release', 'default')}})],
  [
    'a single schedule, which AWS never says',
    'no',
    where({ArnLike: {'aws:SourceArn': `${GROUP.replace('-group', '')}/one`}}),
  ],
  ['a star that is taken as it is', 'no', where({StringEquals: {'aws:SourceArn': GROUP.replace('eu-west-1', '*')}})],
  ['a condition on something else', 'unsure', where({StringEquals: {'aws:PrincipalOrgID': 'o-1'}})],
  ['everybody but one', 'unsure', statement({Principal: undefined, NotPrincipal: {Service: 'ec2.amazonaws.com'}})],
  ['a denial', 'unsure', [statement(), statement({Effect: 'Deny'})]],
  ['the second statement', 'yes', [statement({Principal: {Service: 'lambda.amazonaws.com'}}), statement()]],
  ['nothing', 'no', []],
])('a trust of %s: %s', (_name, answer, Statement) => {
  expect(admits({Version: '2012-10-17', Statement}, ASSUMPTION)).toBe(answer);
});

test.each([null, 'text', 7, {}, {Statement: 'text'}, {Statement: [null, 7]}])(
  '%j is no policy, and admits nobody',
  (policy) => {
    expect(admits(policy, ASSUMPTION)).toBe('no');
  },
);
