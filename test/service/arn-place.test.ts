import {expect, test} from 'vitest';
import {assertAreHere} from '../../src/lib/service/arn-place.js';

const HERE = {region: 'us-east-1', accountId: '123456789012', arn: 'arn:aws:iam::123456789012:user/me'};
const identity = {whoAmI: async () => HERE};
const arnIn = (region: string, account: string) => `arn:aws:lambda:${region}:${account}:function:checkout:live`;

test.each([
  ['another region', arnIn('eu-west-1', '123456789012'), 'Add --region eu-west-1.'],
  ['another account', arnIn('us-east-1', '210987654321'), 'Take credentials of account 210987654321, with --profile.'],
])('the ARN of a function in %s is not taken for the one of that name here', async (_, arn, wayOut) => {
  await expect(assertAreHere(['7', arn], identity)).rejects.toMatchObject({
    exitCode: 2,
    code: 'FUNCTION_ELSEWHERE',
    traffic: 'untouched',
    suggestions: [wayOut],
  });
});

test('an ARN of this place is welcome, and a name asks nobody', async () => {
  await assertAreHere([arnIn('us-east-1', '123456789012')], identity);
  const nobody = {whoAmI: () => Promise.reject(new Error('asked'))};
  await assertAreHere(['checkout:live', 'arn:aws:iam::123456789012:role/x'], nobody);
});
