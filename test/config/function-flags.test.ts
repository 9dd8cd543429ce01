import {expect, test} from 'vitest';
import {assertFunctionFlags, type CheckedFlags} from '../../src/lib/config/function-flags.js';
import {releaseTargets} from '../../src/lib/config/release-target.js';
import {problemsOf} from './problems-of.js';

test.each<[CheckedFlags, string]>([
  [{timeout: 1_200_000}, '--timeout: "20m" is out of range.'],
  [{timeout: 0}, '--timeout: "0s" is out of range.'],
  [{role: 'checkout'}, '--role: Write the ARN of a role'],
  [{handler: 'index handler'}, '--handler: Write file.export'],
  [{runtime: 'Node 22'}, '--runtime: Write a runtime identifier'],
  [{environment: {A: '1'}}, '--env A: A name has two characters or more'],
  [{environment: {'1ST': '1'}}, '--env 1ST: A name has two characters or more: a letter, then'],
  [{environment: {'pass word': '1'}}, '--env: A name has two characters or more'],
  [{environment: {AWS_REGION: 'eu-west-1'}}, '--env AWS_REGION: Lambda sets this variable itself'],
])('the flags %o are refused as the release file would refuse them', (flags, message) => {
  expect(() => assertFunctionFlags(flags)).toThrow(message);
});

test('all flags are looked at before one is refused, and none of their values is repeated', () => {
  const refused = () => assertFunctionFlags({role: 'me', environment: {LAMBDA_TASK_ROOT: 'a secret'}});
  expect(refused).toThrow(/--role: [\s\S]*--env LAMBDA_TASK_ROOT: /);
  expect(refused).not.toThrow('a secret');
});

test('what the release file takes, flags take', () => {
  const role = 'arn:aws:iam::123456789012:role/service/checkout';
  assertFunctionFlags({timeout: 900_000, handler: 'index.handler', runtime: 'provided.al2023', role});
  assertFunctionFlags({environment: {AWS_NODEJS_CONNECTION_REUSE_ENABLED: '1', TABLE: 'x'}});
});

test('a variable that Lambda sets is a problem of the release file', () => {
  expect(problemsOf('functions: {checkout: {source: dist, environment: {AWS_REGION: x}}}')).toMatchObject([
    {message: expect.stringContaining('Lambda sets this variable itself')},
  ]);
});

test.each(['7', '$LATEST'])('a version is no alias to deploy to: %s', (qualifier) => {
  const overrides = {source: 'dist', configuration: {}};
  expect(() => releaseTargets([{functionName: 'checkout', qualifier}], overrides, undefined)).toThrow(
    `"checkout:${qualifier}" does not name an alias.`,
  );
});
