import {expect, it} from 'vitest';
import {ownedFunctions} from '../../../src/lib/config/adopt/owned-file.js';
import {tempFolder} from '../../package/temp-folder.js';

const DIGITS = `AutoPublishCodeSha256: "${'0'.repeat(64)}"`;

/** A template of two functions, and what all of them have. */
function template(own: string, globals = ''): string {
  return [
    ...(globals === '' ? [] : [`Globals: {Function: {${globals}}}`]),
    'Resources:',
    `  Checkout: {Type: "AWS::Serverless::Function", Properties: {FunctionName: checkout, CodeUri: a, ${own}}}`,
    '  Pay: {Type: "AWS::Serverless::Function", Properties: {FunctionName: !Ref Unsaid, CodeUri: b}}',
  ].join('\n');
}

async function stagesOf(text: string, keys: readonly string[] = ['checkout', 'Pay']) {
  const {draft, stagesOf: stages} = await ownedFunctions(tempFolder(), 'template.yaml', text);
  const found = stages(
    draft.functions.filter(({key}) => keys.includes(key)),
    'live',
  );
  return found.map(({edits}) => edits.map(({action, place, lines}) => [action, place, ...lines].join(' ')));
}

it('fixes the version of every function first, then takes CodeDeploy away, and leaves AutoPublishAlias', async () => {
  const own = 'AutoPublishAlias: live, AutoPublishAliasAllProperties: true, DeploymentPreference: {Type: AllAtOnce}';
  expect(await stagesOf(template(own))).toEqual([
    [
      'remove Resources.Checkout.Properties.AutoPublishAliasAllProperties',
      `add Resources.Checkout.Properties ${DIGITS}`,
      `add Resources.Pay.Properties AutoPublishAlias: live ${DIGITS}`,
    ],
    ['remove Resources.Checkout.Properties.DeploymentPreference'],
  ]);
});

it('finds what all functions have where it stands', async () => {
  const globals = 'AutoPublishAlias: live, DeploymentPreference: {Type: AllAtOnce}';
  expect(await stagesOf(template('Handler: a.b', globals))).toEqual([
    [`add Resources.Checkout.Properties ${DIGITS}`, `add Resources.Pay.Properties ${DIGITS}`],
    ['remove Globals.Function.DeploymentPreference'],
  ]);
});

it('of one function alone switches off what all have, and leaves the others as they are', async () => {
  const globals = 'AutoPublishAlias: live, DeploymentPreference: {Type: AllAtOnce}';
  expect(await stagesOf(template('Handler: a.b', globals), ['Pay'])).toEqual([
    [`add Resources.Pay.Properties ${DIGITS}`],
    ['add Resources.Pay.Properties DeploymentPreference: {Enabled: false}'],
  ]);
});
