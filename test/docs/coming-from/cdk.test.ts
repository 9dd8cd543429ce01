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

test.skipIf(folder === '')(
  'of what the page writes, only the function changes when its settings do',
  {timeout: 60_000},
  async () => {
    const code = await blockOf('coming-from/cdk.md', 'ts');
    const first = synthesized(code);
    const later = synthesized(code.replace("handler: 'index.handler',", "handler: 'index.handler', memorySize: 512,"));

    expect(Object.values(first)).toContainEqual(
      expect.objectContaining({
        Type: 'AWS::Lambda::Alias',
        Properties: expect.objectContaining({Name: 'live', FunctionVersion: '1'}),
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
  const first = synthesized(code);
  const later = synthesized(code.replace("handler: 'index.handler',", "handler: 'index.handler', memorySize: 512,"));
  const aliases = (all: Resources) => Object.values(all).filter(({Type}) => Type === 'AWS::Lambda::Alias');

  expect(aliases(later)).not.toEqual(aliases(first));
});
