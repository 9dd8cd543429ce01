import {expect, it} from 'vitest';
import {refusalsIn, wayOutIn} from '../../src/lib/plan/in-region.js';

it.each([
  ['lambda-release rollout abort f:live', 'lambda-release rollout abort f:live --region us-east-1'],
  ['Then: aws ssm delete-parameter --name /stop', 'Then: aws ssm delete-parameter --name /stop --region us-east-1'],
  ['See it: lambda-release train status --train a', 'See it: lambda-release train status --train a'],
  ['Wait until lambda-release is there.', 'Wait until lambda-release is there.'],
])('%s', (wayOut, placed) => {
  expect(wayOutIn('us-east-1', wayOut)).toBe(placed);
  expect(wayOutIn(undefined, wayOut)).toBe(wayOut);
});

it('an objection says in which of several regions it is', () => {
  const refusal = {code: 'A', message: 'No.', suggestions: ['See: lambda-release status f'], details: {a: 1}};
  expect(refusalsIn('us-east-1', [refusal])).toEqual([
    {
      code: 'A',
      message: 'us-east-1: No.',
      suggestions: ['See: lambda-release status f --region us-east-1'],
      details: {a: 1},
    },
  ]);
  expect(refusalsIn(undefined, [refusal])).toEqual([refusal]);
});
