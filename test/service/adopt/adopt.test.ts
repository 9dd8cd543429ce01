import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, it} from 'vitest';
import {parseReleaseFile} from '../../../src/lib/config/parse-release-file.js';
import {UsageError} from '../../../src/lib/errors.js';
import {adoptText} from '../../../src/lib/report/result/adopt/adopt-text.js';
import {type AdoptOptions, adopt} from '../../../src/lib/service/adopt/adopt.js';
import {aSession} from '../../fakes/a-session.js';
import {FakeHost} from '../../fakes/fake-host.js';
import {type Tree, tempFolder, writeTree} from '../../package/temp-folder.js';

const {signal} = new AbortController();

const SAM = `
Resources:
  Checkout: {Type: "AWS::Serverless::Function", Properties: {FunctionName: checkout, CodeUri: a, Handler: x.y, MemorySize: 512, AutoPublishAlias: prod, DeploymentPreference: {Type: Canary10Percent5Minutes, Hooks: {PreTraffic: !Ref Check}}}}
  Pay: {Type: "AWS::Serverless::Function", Properties: {CodeUri: b, Handler: x.y, AutoPublishAlias: prod, DeploymentPreference: {Type: Canary10Percent5Minutes}}}
`;
const STATE = JSON.stringify({
  version: 4,
  terraform_version: '1.11.4',
  resources: [
    {
      ...{mode: 'managed', type: 'aws_lambda_function', name: 'checkout'},
      instances: [{attributes: {function_name: 'checkout', filename: 'a.zip', memory_size: 512}}],
    },
  ],
});

function aFolder(tree: Tree, host = new FakeHost({canAsk: false})) {
  const folder = writeTree(tempFolder(), tree);
  const session = aSession({folder, host});
  const run = (named?: string, options: Partial<AdoptOptions> = {}, stdin = async () => STATE) =>
    adopt(session, {named, stdin}, {'take-configuration': false, 'dry-run': false, ...options}, signal);
  const file = path.join(folder, 'release.yml');
  return {folder, run, text: () => readFileSync(file, 'utf8'), isWritten: () => existsSync(file)};
}

it('writes code and traffic into the release file, what is to be decided above them, and leaves configuration with its owner', async () => {
  const {run, text} = aFolder({'template.yaml': SAM});
  const report = await run();
  const {functions, rollout} = parseReleaseFile(text(), 'release.yml');
  expect([...functions.values()].map(({configuration}) => configuration)).toEqual([{}, {}]);
  expect(rollout).toMatchObject({alias: 'prod', steps: [{weightPercent: 10, bakeMs: 300_000}]});
  expect(text()).toMatch(/# To decide before the first release:\n(# - .*\n)+\nfunctions:/);
  expect(text()).toContain('# - checkout: hooks of CodeDeploy are functions that answer to it (PreTraffic Check)');
  expect(report.next[0]?.commands).toEqual([expect.stringMatching(/^aws lambda list-functions/)]);
  expect(adoptText(report)).toMatch(/1\. The version in the stack[\s\S]*sam deploy[\s\S]*2\. CodeDeploy's application/);
});

it('takes configuration over when that is asked for', async () => {
  const {run, text} = aFolder({'terraform.tfstate': STATE});
  const report = await run('checkout', {'take-configuration': true, alias: 'blue'});
  const {functions, rollout} = parseReleaseFile(text(), 'release.yml');
  expect(functions.get('checkout')?.configuration).toMatchObject({memoryMb: 512});
  expect(rollout.alias).toBe('blue');
  expect(adoptText(report)).toContain('s3_object_version, memory_size]');
});

it('reads stdin, and writes nothing when it is only to look', async () => {
  const {run, isWritten} = aFolder({});
  const report = await run(undefined, {from: '-', 'dry-run': true});
  expect(report).toMatchObject({functions: [{key: 'checkout', source: 'a.zip'}], files: []});
  expect(adoptText(report)).toMatch(/^release\.yml would be:\n[\s\S]*functions:\n[\s\S]* {2}checkout:/);
  expect(isWritten()).toBe(false);
});

it('overwrites no release file that says something else without a yes', async () => {
  const {run, text} = aFolder(
    {'template.yaml': SAM, 'release.yml': '# mine'},
    new FakeHost({canAsk: false, agrees: false}),
  );
  await expect(run()).rejects.toThrow();
  expect(text()).toBe('# mine');
});

it.each<[string, Tree, Partial<AdoptOptions>, string, string]>([
  ['nothing', {}, {}, 'OWNER_NOT_FOUND', 'lambda-release init'],
  ['Terraform whose state is elsewhere', {'main.tf': ''}, {}, 'OWNER_NOT_FOUND', 'terraform show -json |'],
  ['an app of CDK', {'cdk.json': '{}'}, {}, 'OWNER_NOT_FOUND', 'docs/coming-from/cdk.md'],
  [
    'two owners',
    {'template.yaml': SAM, 'terraform.tfstate': STATE},
    {},
    'OWNER_AMBIGUOUS',
    'adopt --from template.yaml',
  ],
  ['no such file', {}, {from: 'no.yaml'}, 'OWNER_NOT_FOUND', 'terraform show -json |'],
  ['a file of something else', {'a.json': '{"a": 1}'}, {from: 'a.json'}, 'OWNER_UNKNOWN', 'init --from FILE'],
  ['a broken file', {'a.json': '{"a": [1'}, {from: 'a.json'}, 'PROJECT_FILE_INVALID', 'Mend it'],
])('stops at %s and says the way out', async (_what, tree, options, code, wayOut) => {
  const error: unknown = await aFolder(tree)
    .run(undefined, options)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({code});
  expect((error as UsageError).suggestions.join('\n')).toContain(wayOut);
});

it('takes the function that was named, with what is open of it, and no other under its name', async () => {
  const {run, isWritten} = aFolder({'template.yaml': SAM});
  await expect(run('cart')).rejects.toMatchObject({
    code: 'FUNCTION_NOT_FOUND',
    suggestions: [expect.stringContaining('checkout, Pay'), expect.stringMatching(/adopt$/)],
  });
  expect(isWritten()).toBe(false);
  const report = await run('Pay');
  expect(report.functions).toEqual([{key: 'Pay', source: 'b'}]);
  expect(report.gaps).toEqual([expect.stringMatching(/^Pay has a name on AWS/)]);
  await expect(aFolder({'terraform.tfstate': STATE}).run('cart')).rejects.toMatchObject({code: 'FUNCTION_NOT_FOUND'});
});

it('says what keeps it from stdin', async () => {
  const broken = async (): Promise<string> => {
    throw new Error('EIO');
  };
  await expect(aFolder({}).run(undefined, {from: '-'}, broken)).rejects.toMatchObject({code: 'OWNER_UNREADABLE'});
});
