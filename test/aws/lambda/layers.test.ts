import {expect, test} from 'vitest';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {LambdaLayers} from '../../../src/lib/aws/lambda/layers.js';
import {RequestPacer} from '../../../src/lib/aws/request-pacer.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {lambdaError, stubAws} from '../stub-aws.js';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:layer:deps';

async function stubLayers(answer: Parameters<typeof stubAws>[0]) {
  const {clients, requests} = await stubAws(answer);
  const clock = new FakeClock();
  const paced = new AwsClients({region: 'eu-west-1', pacer: new RequestPacer(clock)});
  return {layers: new LambdaLayers(clients, paced), clock, requests};
}

function aVersion(version: number) {
  return {
    LayerVersionArn: `${ARN}:${version}`,
    Version: version,
    Description: `v${version}`,
    CreatedDate: '2026-01-01',
  };
}

test('versions come from every page, newest first', async () => {
  const {layers} = await stubLayers((request) => ({
    status: 200,
    body: request.query.has('Marker')
      ? {LayerVersions: [aVersion(9)]}
      : {LayerVersions: [aVersion(10), aVersion(2)], NextMarker: 'more'},
  }));
  expect((await layers.listVersions('deps')).map(({version}) => version)).toEqual([10, 9, 2]);
});

test('a layer or version that is not there is no error', async () => {
  const {layers} = await stubLayers(() =>
    lambdaError(404, 'ResourceNotFoundException', 'The resource does not exist.'),
  );
  expect(await layers.listVersions('deps')).toEqual([]);
  expect(await layers.getVersion('deps', 1)).toBeUndefined();
  await layers.deleteVersion('deps', 1);
});

test('a version is published without runtimes, from the request or from S3', async () => {
  const content = {...aVersion(3), Content: {CodeSha256: 'c2hh', CodeSize: 7}};
  const {layers, requests} = await stubLayers(() => ({status: 201, body: content}));
  const inline = {layerName: 'deps', description: 'text', code: {kind: 'inline', zip: Buffer.from('zip')}} as const;
  expect(await layers.publish(inline)).toMatchObject({arn: `${ARN}:3`, codeSha256: 'c2hh', zippedBytes: 7});
  await layers.publish({...inline, code: {kind: 's3', bucket: 'b', key: 'k'}});
  expect(requests.map(({body}) => JSON.parse(String(body)))).toEqual([
    {Description: 'text', Content: {ZipFile: Buffer.from('zip').toString('base64')}},
    {Description: 'text', Content: {S3Bucket: 'b', S3Key: 'k'}},
  ]);
});

test('users are read fifty a request, versions included, and never faster than the quota', async () => {
  const pages = 20;
  const {layers, clock, requests} = await stubLayers((_request, count) => ({
    status: 200,
    body: {
      Functions: [
        {FunctionName: `f${count}`, Version: '$LATEST', Layers: [{Arn: `${ARN}:1`}]},
        {FunctionName: `f${count}`, Version: '1'},
      ],
      ...(count < pages && {NextMarker: String(count)}),
    },
  }));
  const startedMs = clock.now();
  const seen: number[] = [];
  const users = await layers.listUsers((count) => seen.push(count));
  expect(users).toHaveLength(pages);
  expect(users[0]).toEqual({functionName: 'f1', version: '$LATEST', layers: [`${ARN}:1`]});
  expect(seen.at(-1)).toBe(2 * pages);
  expect(requests.every(({query}) => query.get('FunctionVersion') === 'ALL')).toBe(true);
  expect(clock.now() - startedMs).toBeGreaterThanOrEqual((pages - 6) * 100);
});

test('what AWS does not allow names the action', async () => {
  const {layers} = await stubLayers(() => lambdaError(403, 'AccessDeniedException', 'no'));
  await expect(layers.getVersion('deps', 1)).rejects.toMatchObject({
    code: 'ACCESS_DENIED',
    message: expect.stringContaining('lambda:GetLayerVersion'),
  });
});

const ALLOW = {Effect: 'Allow', Action: 'lambda:GetLayerVersion', Resource: `${ARN}:1`};

test.each([
  ['an account', {Principal: {AWS: 'arn:aws:iam::222222222222:root'}}, ['222222222222']],
  ['an account without its ARN', {Principal: '222222222222'}, ['222222222222']],
  [
    'an organization',
    {Principal: '*', Condition: {StringEquals: {'aws:PrincipalOrgID': 'o-0123456789'}}},
    ['o-0123456789'],
  ],
  ['everybody', {Principal: '*'}, ['every-aws-account']],
  ['a role', {Principal: {AWS: 'arn:aws:iam::222222222222:role/x'}}, ['arn:aws:iam::222222222222:role/x']],
  ['nobody', {Principal: '*', Effect: 'Deny'}, []],
  [
    'an account in a condition',
    {
      Principal: {AWS: 'arn:aws:iam::222222222222:root'},
      Condition: {StringEquals: {'aws:PrincipalOrgID': 'o-0123456789'}},
    },
    ['222222222222 under a condition'],
  ],
])('a policy for %s says whom a version is shared with', async (_, statement, sharedWith) => {
  const policy = JSON.stringify({Version: '2012-10-17', Statement: [{...ALLOW, ...statement}]});
  const {layers} = await stubLayers(() => ({status: 200, body: {Policy: policy, RevisionId: 'r1'}}));
  expect(await layers.getShares('deps', 1)).toEqual({sharedWith, revisionId: 'r1'});
});

test('a version without a policy is shared with nobody, and has no revision', async () => {
  const {layers} = await stubLayers(() => lambdaError(404, 'ResourceNotFoundException', 'No policy is associated.'));
  expect(await layers.getShares('deps', 1)).toEqual({sharedWith: []});
});

test('a version is shared by a statement of its own, guarded by the revision of the policy', async () => {
  const {layers, requests} = await stubLayers(() => ({status: 201, body: {}}));
  await layers.share('deps', 1, {named: '222222222222'});
  await layers.share('deps', 1, {named: 'o-0123456789', revisionId: 'r1'});
  expect(requests.map(({body}) => JSON.parse(String(body)))).toEqual([
    {StatementId: 'lambda-release-222222222222', Action: 'lambda:GetLayerVersion', Principal: '222222222222'},
    {
      ...{StatementId: 'lambda-release-o-0123456789', Action: 'lambda:GetLayerVersion', Principal: '*'},
      OrganizationId: 'o-0123456789',
    },
  ]);
  expect(requests.map(({query}) => query.get('RevisionId'))).toEqual([null, 'r1']);
});
