import {expect, test} from 'vitest';
import {allowsOnlyTls, tlsOnly, withStatement} from '../../../src/lib/aws/s3/tls-only-policy.js';

const PLACE = {bucket: 'b', arn: 'arn:aws-cn:iam::123456789012:user/ada'};
const OURS = tlsOnly(PLACE);

function policyOf(...statements: readonly object[]): string {
  return JSON.stringify({Version: '2012-10-17', Statement: statements});
}

test('our own statement does, in its partition', () => {
  expect(allowsOnlyTls(withStatement(undefined, OURS), PLACE)).toBe(true);
  expect(allowsOnlyTls(withStatement(undefined, OURS), {...PLACE, arn: 'arn:aws:iam::1:user/ada'})).toBe(false);
});

test.each([
  ['of another name', {...OURS, Sid: 'Theirs'}],
  ['with everybody spelt out', {...OURS, Principal: {AWS: '*'}}],
  ['of all actions', {...OURS, Action: ['*']}],
  ['with a truth value', {...OURS, Condition: {Bool: {'AWS:SecureTransport': false}}}],
  ['of all buckets', {...OURS, Resource: '*'}],
])('a statement %s does as well', (_, statement) => {
  expect(allowsOnlyTls(policyOf(statement), PLACE)).toBe(true);
});

test.each([
  ['that allows', {...OURS, Effect: 'Allow'}],
  ['for one account', {...OURS, Principal: {AWS: '123456789012'}}],
  ['about reading alone', {...OURS, Action: 's3:GetObject'}],
  ['about the objects alone', {...OURS, Resource: 'arn:aws-cn:s3:::b/*'}],
  ['about another bucket', {...OURS, Resource: ['arn:aws-cn:s3:::c', 'arn:aws-cn:s3:::c/*']}],
  ['with one more condition', {...OURS, Condition: {...(OURS.Condition as object), StringEquals: {'aws:x': '1'}}}],
  ['without a condition', {...OURS, Condition: undefined}],
])('a statement %s does not', (_, statement) => {
  expect(allowsOnlyTls(policyOf(statement), PLACE)).toBe(false);
});

test('two statements may do it together', () => {
  const [bucket, objects] = OURS.Resource as readonly string[];
  expect(allowsOnlyTls(policyOf({...OURS, Resource: bucket}, {...OURS, Resource: objects}), PLACE)).toBe(true);
});

test('a statement of ours is replaced, and the others stay', () => {
  const theirs = {Sid: 'Theirs', Effect: 'Deny'};
  const policy = withStatement(policyOf({...OURS, Resource: 'old'}, theirs), OURS);
  expect(JSON.parse(policy)).toEqual({Version: '2012-10-17', Statement: [theirs, OURS]});
});
