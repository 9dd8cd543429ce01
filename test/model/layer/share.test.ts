import {expect, test} from 'vitest';
import {layerPrincipal, parseShare, shareCommand, sharedWith} from '../../../src/lib/model/layer/share.js';

test('whom a share names is written as on the command line', () => {
  const share = {accounts: ['222222222222', '222222222222'], organization: 'o-0123456789'};
  expect(sharedWith(share)).toEqual(['222222222222', 'o-0123456789']);
  expect(sharedWith({public: 'every-aws-account'})).toEqual(['every-aws-account']);
  expect(parseShare(['o-0123456789', '*', '222', '222222222222'])).toEqual({
    known: ['o-0123456789', '222222222222'],
    unknown: ['*', '222'],
  });
});

test.each([
  ['222222222222', {principal: '222222222222', statementId: 'lambda-release-222222222222'}],
  ['o-0123456789', {principal: '*', organizationId: 'o-0123456789', statementId: 'lambda-release-o-0123456789'}],
  ['every-aws-account', {principal: '*', statementId: 'lambda-release-every-aws-account'}],
])('%s is let in by a statement that says whose it is', (named, principal) => {
  expect(layerPrincipal(named)).toEqual(principal);
  expect(principal.statementId).toMatch(/^[a-zA-Z0-9-_]{1,100}$/);
});

test("AWS's own command says the same", () => {
  expect(shareCommand('words', 3, 'o-0123456789')).toBe(
    "aws lambda add-layer-version-permission --layer-name words --version-number 3 --statement-id lambda-release-o-0123456789 --action lambda:GetLayerVersion --principal '*' --organization-id o-0123456789",
  );
});
