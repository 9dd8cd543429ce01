import {expect, it} from 'vitest';
import {refusalsIn, wayOutIn} from '../../src/lib/plan/in-place.js';

it.each([
  ['lambda-release rollout abort f:live', 'lambda-release rollout abort f:live --region us-east-1'],
  ['Then: aws ssm delete-parameter --name /stop', 'Then: aws ssm delete-parameter --name /stop --region us-east-1'],
  ['See it: lambda-release train status --train a', 'See it: lambda-release train status --train a'],
  ['Wait until lambda-release is there.', 'Wait until lambda-release is there.'],
])('%s', (wayOut, placed) => {
  expect(wayOutIn({region: 'us-east-1'}, wayOut)).toBe(placed);
  expect(wayOutIn(undefined, wayOut)).toBe(wayOut);
});

it('a command acts in its environment, and the AWS CLI where that is', () => {
  const place = {environment: 'us', aws: {region: 'us-east-1', profile: 'america'}};
  expect(wayOutIn(place, 'lambda-release rollout abort f:live')).toBe(
    'lambda-release rollout abort f:live --environment us',
  );
  expect(wayOutIn({...place, region: 'us-east-1'}, 'lambda-release status')).toBe(
    'lambda-release status --environment us --region us-east-1',
  );
  expect(wayOutIn(place, 'aws lambda update-alias --name live')).toBe(
    'aws lambda update-alias --name live --region us-east-1 --profile america',
  );
});

it('an objection says in which of several places it is', () => {
  const refusal = {code: 'A', message: 'No.', suggestions: ['See: lambda-release status f'], details: {a: 1}};
  expect(refusalsIn({region: 'us-east-1'}, [refusal])).toEqual([
    {
      code: 'A',
      message: 'us-east-1: No.',
      suggestions: ['See: lambda-release status f --region us-east-1'],
      details: {a: 1},
    },
  ]);
  expect(refusalsIn({environment: 'us', region: 'us-east-1'}, [refusal])).toMatchObject([
    {message: 'us/us-east-1: No.', suggestions: ['See: lambda-release status f --environment us --region us-east-1']},
  ]);
  expect(refusalsIn(undefined, [refusal])).toEqual([refusal]);
});
