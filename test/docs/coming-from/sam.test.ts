import {spawnSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {parse} from 'yaml';
import {MINISTACK_PYTHON} from '../../engine/ministack.js';
import {blockOf} from './block-of.js';

/** What CloudFormation runs when it meets a template of SAM: a list of them on stdin, the resources of each on stdout. */
const TRANSLATE = `
import json, sys
try:
    from samtranslator.translator.transform import transform
except ModuleNotFoundError:
    sys.exit(77)
class NoManagedPolicies:
    def load(self, *_): return {}
json.dump([transform(each, {}, NoManagedPolicies())["Resources"] for each in json.load(sys.stdin)], sys.stdout)
`;
const NOT_INSTALLED = 77;

type Resources = Readonly<Record<string, {readonly Type: string}>>;

const page = await blockOf('coming-from/sam-codedeploy.md', 'yaml');

/** The page's template, its function with other properties. */
function template(properties: object): object {
  const {Resources} = parse(page);
  Object.assign(Resources.Checkout.Properties, {CodeUri: 's3://artifacts/first'}, properties);
  return {Transform: 'AWS::Serverless-2016-10-31', Resources};
}

/** What SAM makes of each template; nothing where its translator is not installed. */
function translated<Name extends string>(templates: Record<Name, object>): Record<Name, Resources> | undefined {
  if (MINISTACK_PYTHON === undefined) return undefined;
  const {status, stdout, stderr} = spawnSync(MINISTACK_PYTHON, ['-c', TRANSLATE], {
    input: JSON.stringify(Object.values(templates)),
    env: {...process.env, AWS_DEFAULT_REGION: 'us-east-1'},
    encoding: 'utf8',
  });
  if (status === NOT_INSTALLED) return undefined;
  if (status !== 0) throw new Error(stderr);
  const all: Resources[] = JSON.parse(stdout);
  return Object.fromEntries(Object.keys(templates).map((name, index) => [name, all[index]])) as Record<Name, Resources>;
}

const unfixed = {AutoPublishCodeSha256: undefined};
const sam = translated({
  first: template({}),
  later: template({CodeUri: 's3://artifacts/second', MemorySize: 512, Environment: {Variables: {A: '1'}}}),
  unfixed: template(unfixed),
  unfixedLater: template({...unfixed, CodeUri: 's3://artifacts/second'}),
  withCodeDeploy: template({DeploymentPreference: {Type: 'Canary10Percent5Minutes'}}),
});

const ids = (resources: Resources | undefined, type: string) =>
  Object.keys(resources ?? {}).filter((id) => resources?.[id]?.Type === `AWS::Lambda::${type}`);

test.skipIf(!sam)('whatever a stack deploys after the page, SAM says the same of version and alias', () => {
  const ours = [...ids(sam?.first, 'Alias'), ...ids(sam?.first, 'Version')];

  expect(ours).toEqual(['CheckoutAliaslive', 'CheckoutVersion0000000000']);
  expect(sam?.later.Checkout).not.toEqual(sam?.first.Checkout);
  for (const id of ours) expect(sam?.later[id], id).toEqual(sam?.first[id]);
  expect(Object.keys(sam?.later ?? {})).toEqual(Object.keys(sam?.first ?? {}));
});

test.skipIf(!sam)('the events of the page call the alias, not the function', () => {
  expect(JSON.stringify(sam?.first.ServerlessHttpApi)).toContain(`\${CheckoutAliaslive}/invocations`);
});

test.skipIf(!sam)('without the fixed digits every code is another version, which the alias moves to', () => {
  expect(ids(sam?.unfixedLater, 'Version')).not.toEqual(ids(sam?.unfixed, 'Version'));
  expect(sam?.unfixedLater.CheckoutAliaslive).not.toEqual(sam?.unfixed.CheckoutAliaslive);
});

test.skipIf(!sam)('taking CodeDeploy away leaves the properties of the alias as they are', () => {
  const properties = (resources: Resources | undefined) => ({...resources?.CheckoutAliaslive, UpdatePolicy: undefined});

  expect(sam?.withCodeDeploy.CheckoutAliaslive).toHaveProperty('UpdatePolicy');
  expect(properties(sam?.first)).toEqual(properties(sam?.withCodeDeploy));
});
