import {createRequire} from 'node:module';
import path from 'node:path';
import {expect, test} from 'vitest';
import {blockOf} from './block-of.js';

/** CDK is 160 MB: only with a folder that aws-cdk-lib and constructs are installed in. */
const folder = process.env.LAMBDA_RELEASE_TEST_CDK ?? '';

interface Resource {
  readonly Type: string;
}
type Resources = Readonly<Record<string, Resource>>;

/** Resources of a stack that this code makes, as CDK would hand them to CloudFormation. */
function synthesized(code: string): Resources {
  const require = createRequire(path.join(folder, 'package.json'));
  const {App, Stack, aws_lambda: lambda} = require('aws-cdk-lib');
  const {Template} = require('aws-cdk-lib/assertions');
  const stack = new Stack(new App(), 'Shop');
  new Function('lambda', `${code}\nlive.addFunctionUrl();`).call(stack, lambda);
  return Template.fromStack(stack).toJSON().Resources;
}

const without = (resources: Resources, type: string) =>
  Object.fromEntries(Object.entries(resources).filter(([, {Type}]) => Type !== type));

/** Another setting, as somebody adds it to the function of the page. */
const withMoreMemory = (code: string) =>
  code.replace("handler: 'index.handler',", "handler: 'index.handler', memorySize: 512,");

test.skipIf(folder === '').each([
  ['as it is', (code: string) => code, '1'],
  [
    'for a function that has no version yet',
    (code: string) =>
      code.replace("'1'", "new lambda.CfnVersion(this, 'V', {functionName: checkout.functionName}).attrVersion"),
    {'Fn::GetAtt': ['V', 'Version']},
  ],
])(
  'of what the page writes, %s, only the function changes when its settings do',
  {timeout: 60_000},
  async (_how, written, version) => {
    const code = written(await blockOf('coming-from/cdk.md', 'ts'));
    const [first, later] = [synthesized(code), synthesized(withMoreMemory(code))];

    expect(Object.values(first)).toContainEqual(
      expect.objectContaining({
        Type: 'AWS::Lambda::Alias',
        Properties: expect.objectContaining({Name: 'live', FunctionVersion: version}),
      }),
    );
    expect(later).not.toEqual(first);
    expect(without(later, 'AWS::Lambda::Function')).toEqual(without(first, 'AWS::Lambda::Function'));
  },
);

test.skipIf(folder === '')('currentVersion, which the page takes out, moves the alias', {timeout: 60_000}, async () => {
  const code = (await blockOf('coming-from/cdk.md', 'ts')).replace(
    /lambda\.Version\.from.*\)/,
    'checkout.currentVersion',
  );
  const [first, later] = [synthesized(code), synthesized(withMoreMemory(code))];
  const aliases = (all: Resources) => Object.values(all).filter(({Type}) => Type === 'AWS::Lambda::Alias');

  expect(aliases(later)).not.toEqual(aliases(first));
});
