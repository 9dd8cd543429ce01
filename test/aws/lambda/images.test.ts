import {expect, it, test} from 'vitest';
import {LambdaFunctions} from '../../../src/lib/aws/lambda/functions.js';
import {stubAws} from '../stub-aws.js';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const URI = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/checkout@${DIGEST}`;
const CONFIGURATION = {
  CodeSha256: 'ab'.repeat(32),
  CodeSize: 0,
  FunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:checkout',
  FunctionName: 'checkout',
  ImageConfigResponse: {ImageConfig: {Command: ['index.handler'], EntryPoint: [], WorkingDirectory: ''}},
  MemorySize: 128,
  PackageType: 'Image',
  RevisionId: 'rev-1',
  Timeout: 3,
  Version: '$LATEST',
};

async function functionsThatAnswer(body: object) {
  const {clients, requests} = await stubAws(() => ({status: 200, body}));
  const sent = () => JSON.parse(requests[0]?.body.toString() ?? 'null');
  return {functions: new LambdaFunctions(clients, clients), sent};
}

test.each([
  ['as it is from memory', CONFIGURATION.CodeSha256],
  ['as something else', 'q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s='],
])('an image is what AWS resolved it to, CodeSha256 being %s', async (_, CodeSha256) => {
  const Code = {RepositoryType: 'ECR', ImageUri: URI, ResolvedImageUri: URI};
  const {functions} = await functionsThatAnswer({Configuration: {...CONFIGURATION, CodeSha256}, Code});
  const found = await functions.getFunction('checkout');
  expect(found).toMatchObject({packageType: 'Image', imageDigest: DIGEST, codeSha256: CodeSha256});
  expect(found?.imageConfig).toEqual({command: ['index.handler']});
  expect(found).not.toHaveProperty('handler');
});

it('is named in lists by CodeSha256, for they have nothing else', async () => {
  const {functions} = await functionsThatAnswer({Versions: [{...CONFIGURATION, Version: '1'}]});
  expect(await functions.listVersions('checkout')).toMatchObject([{imageDigest: DIGEST}]);
});

it('is created by its URI, without handler and runtime', async () => {
  const {functions, sent} = await functionsThatAnswer(CONFIGURATION);
  await functions.createFunction({
    ...{functionName: 'checkout', role: 'arn:aws:iam::123456789012:role/any', architecture: 'arm64'},
    ...{code: {kind: 'image', uri: URI}, imageConfig: {}},
  });
  expect(sent()).toEqual({
    Architectures: ['arm64'],
    Code: {ImageUri: URI},
    FunctionName: 'checkout',
    ImageConfig: {},
    PackageType: 'Image',
    Role: 'arn:aws:iam::123456789012:role/any',
  });
});

it('is updated by its URI, under the revision it was decided on', async () => {
  const {functions, sent} = await functionsThatAnswer(CONFIGURATION);
  const code = {kind: 'image', uri: URI} as const;
  await functions.updateCode({functionName: 'checkout', code, architecture: 'arm64', revisionId: 'rev-1'});
  expect(sent()).toEqual({Architectures: ['arm64'], ImageUri: URI, RevisionId: 'rev-1'});
});
