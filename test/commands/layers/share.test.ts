import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {GetLayerVersionPolicyCommand, LambdaClient} from '@aws-sdk/client-lambda';
import {expect, it, onTestFinished, vi} from 'vitest';
import LayersList from '../../../src/commands/layers/list.js';
import LayersPublish from '../../../src/commands/layers/publish.js';
import Publish from '../../../src/commands/publish.js';
import {runCommand} from '../../cli/run-command.js';
import {anNpmProject} from '../../package/layer/an-npm-project.js';
import type {FaultKind} from '../../proxy/fault.js';
import {FaultProxy} from '../../proxy/fault-proxy.js';
import {CREATE, openSandbox} from '../on-sandbox.js';

const ACCOUNT = '222222222222';
const ORGANIZATION = 'o-0123456789';
const SHARES = ['--share', ACCOUNT, '--share', ORGANIZATION];

/** Who is let in by the policy of a version, as AWS keeps it. */
async function statementsOf(version: number) {
  const client = new LambdaClient({});
  onTestFinished(() => client.destroy());
  const {Policy = ''} = await client.send(
    new GetLayerVersionPolicyCommand({LayerName: 'words', VersionNumber: version}),
  );
  return JSON.parse(Policy).Statement;
}

it('a layer is shared with accounts and an organization, once, and the list tells', async () => {
  const sandbox = await openSandbox();
  const argv = [anNpmProject(), '--name', 'words'];
  const planned = await runCommand(LayersPublish, [...argv, ...SHARES, '--dry-run']);
  expect(planned.stdout).toMatch(/words, a new version of .*, shared with 222222222222, o-0123456789\n$/);
  const {stdout, stderr} = await runCommand(LayersPublish, [...argv, ...SHARES]);
  expect(stdout).toContain(`shared with ${ACCOUNT}, ${ORGANIZATION}`);
  expect(stderr).toContain(`words:1 is shared with ${ACCOUNT}, ${ORGANIZATION}`);
  expect(await statementsOf(1)).toMatchObject([
    {Sid: `lambda-release-${ACCOUNT}`, Principal: {AWS: `arn:aws:iam::${ACCOUNT}:root`}},
    {
      Sid: `lambda-release-${ORGANIZATION}`,
      Principal: '*',
      Condition: {StringEquals: {'aws:PrincipalOrgID': ORGANIZATION}},
    },
  ]);
  const before = sandbox.calls().length;
  const again = await runCommand(LayersPublish, [...argv, ...SHARES, '--json']);
  expect(JSON.parse(again.stdout).result.layer).toMatchObject({changed: false, sharedWith: [ACCOUNT, ORGANIZATION]});
  const writes = sandbox
    .calls()
    .slice(before)
    .filter(({operation}) => /^(Add|Publish)/.test(operation));
  expect(writes).toEqual([]);
  const listed = await runCommand(LayersList, ['words', '--json']);
  expect(JSON.parse(listed.stdout).result.layers).toMatchObject([{version: 1, sharedWith: [ACCOUNT, ORGANIZATION]}]);
  expect((await runCommand(LayersList, ['words'])).stdout).toMatch(/Shared with\n.* 222222222222, o-0123456789\n/);
});

it('the release file shares the layer of a function, also one that AWS has already', async () => {
  await openSandbox();
  const source = anNpmProject();
  const config = path.join(source, 'release.yml');
  const publish = (share: string) => {
    writeFileSync(config, `functions: {checkout: {source: ., layer: {name: words${share}}}}\n`);
    return runCommand(Publish, ['checkout', '--config', config, ...CREATE, '--json']);
  };
  writeFileSync(path.join(source, '.lambdaignore'), 'release.yml\n');
  expect(await publish('')).toMatchObject({exitCode: 0});
  const {stdout} = await publish(`, share: {accounts: ["${ACCOUNT}"]}`);
  const [result] = JSON.parse(stdout).result.functions;
  expect(result).toMatchObject({changed: false, layer: {changed: false, sharedWith: [ACCOUNT]}});
  expect(await statementsOf(1)).toHaveLength(1);
});

it.each<FaultKind>(['reset-after', 'truncate', 'server-error-after', 'reset-before', 'html'])(
  'a layer is shared, whatever becomes of the answer: %s',
  async (kind) => {
    const sandbox = await openSandbox();
    const proxy = await FaultProxy.start(sandbox);
    onTestFinished(() => proxy.close());
    vi.stubEnv('AWS_ENDPOINT_URL', proxy.endpoint);
    const operation = 'POST /2018-10-31/layers/words/versions/1/policy';
    proxy.begin(sandbox.region, {faults: [{kind, operation, nth: 1}]});
    const {stdout} = await runCommand(LayersPublish, [anNpmProject(), '--name', 'words', ...SHARES, '--json']);
    expect(proxy.happened(sandbox.region)).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({ok: true, result: {layer: {sharedWith: [ACCOUNT, ORGANIZATION]}}});
    expect(await statementsOf(1)).toHaveLength(2);
  },
);

it('a layer that is published and not shared says so, with the command that shares it', async () => {
  const sandbox = await openSandbox();
  const proxy = await FaultProxy.start(sandbox);
  onTestFinished(() => proxy.close());
  vi.stubEnv('AWS_ENDPOINT_URL', proxy.endpoint);
  const operation = 'POST /2018-10-31/layers/words/versions/1/policy';
  proxy.begin(sandbox.region, {faults: [{kind: 'access-denied', operation, nth: 1}]});
  const {exitCode, stdout} = await runCommand(LayersPublish, [anNpmProject(), '--name', 'words', ...SHARES, '--json']);
  expect(exitCode).toBe(4);
  const {error} = JSON.parse(stdout);
  expect(error).toMatchObject({code: 'LAYER_NOT_SHARED', details: {left: [ACCOUNT, ORGANIZATION]}});
  expect(error.suggestions.join('\n')).toContain('aws lambda add-layer-version-permission --layer-name words');
});

it.each([
  ['*', 'LAYER_SHARE_PUBLIC', /--share every-aws-account/],
  ['public', 'LAYER_SHARE_PUBLIC', /--share every-aws-account/],
  ['2222', 'LAYER_SHARE_INVALID', /twelve digits/],
])('%s is nobody to share with, and nothing is published', async (named, code, wayOut) => {
  const sandbox = await openSandbox();
  const {exitCode, stdout} = await runCommand(LayersPublish, [anNpmProject(), '--share', named, '--json']);
  expect(exitCode).toBe(2);
  expect(JSON.parse(stdout).error).toMatchObject({code, suggestions: [expect.stringMatching(wayOut)]});
  expect(sandbox.calls().filter(({operation}) => operation === 'PublishLayerVersion')).toEqual([]);
});

it('everybody is let in where it is said in full', async () => {
  await openSandbox();
  const argv = [anNpmProject(), '--name', 'words', '--share', 'every-aws-account', '--json'];
  expect(await runCommand(LayersPublish, argv)).toMatchObject({exitCode: 0});
  expect(await statementsOf(1)).toMatchObject([{Principal: '*', Sid: 'lambda-release-every-aws-account'}]);
});
