import {randomBytes} from 'node:crypto';
import {
  CreateFunctionCommand,
  GetFunctionCommand,
  LambdaClient,
  ListTagsCommand,
  TagResourceCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {expect, it, onTestFinished} from 'vitest';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {LambdaKeptPolicies} from '../../../src/lib/aws/lambda/kept-policies.js';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import {zipOf} from '../../sandbox/zip-of.js';
import {stubEnvironment} from '../stub-aws.js';

const REF = {functionName: 'checkout', alias: 'live'};
const ID = 'k3x9a0';
const SMALL = '{"settings":{"alpha":0.01},"onInconclusive":"extend"}';
const LONG = JSON.stringify({settings: {alarms: [randomBytes(700).toString('base64url')]}});

/** The policies of `checkout`, which its owner has tagged, on a sandbox where an update never ends by itself. */
async function staged() {
  const sandbox = await startSandbox({updateDelayMs: 3_600_000});
  onTestFinished(() => sandbox.close());
  stubEnvironment({AWS_ENDPOINT_URL: sandbox.endpoint, AWS_REGION: sandbox.region});
  const lambda = new LambdaClient({});
  const FunctionName = REF.functionName;
  const Code = {ZipFile: await zipOf({'index.mjs': 'export const handler = () => 1;'})};
  const Role = 'arn:aws:iam::000000000000:role/checkout';
  const made = {FunctionName, Role, Runtime: 'nodejs22.x', Handler: 'index.handler', Code} as const;
  const {FunctionArn: Resource} = await lambda.send(new CreateFunctionCommand({...made, Tags: {owner: 'shop'}}));
  sandbox.settle();
  return {
    policies: new LambdaKeptPolicies(new AwsClients()),
    tags: async () => (await lambda.send(new ListTagsCommand({Resource}))).Tags ?? {},
    setTags: (Tags: Record<string, string>) => lambda.send(new TagResourceCommand({Resource, Tags})),
    update: () => lambda.send(new UpdateFunctionConfigurationCommand({FunctionName, Description: 'changed'})),
    revision: async () => (await lambda.send(new GetFunctionCommand({FunctionName}))).Configuration?.RevisionId,
  };
}

it.each([
  ['one tag', SMALL, 1],
  ['several', LONG, 5],
])('a policy is kept in %s of the function, and read again', async (_name, text, count) => {
  const {policies, tags} = await staged();
  expect(await policies.keep(REF, {rolloutId: ID, text})).toBe(true);
  const {owner, ...ours} = await tags();
  expect(owner).toBe('shop');
  expect(Object.keys(ours)).toHaveLength(count);
  for (const [key, value] of Object.entries(ours)) {
    expect(key).toMatch(/^lambda-release:policy:[0-9a-f]{8}-\d+$/);
    expect(value).toMatch(/^[\w.-]{1,256}$/);
  }
  expect(await policies.read(REF)).toEqual({rolloutId: ID, text});
  expect(await policies.read({...REF, alias: 'beta'})).toBeUndefined();
});

it('one that is too large is not kept at all', async () => {
  const {policies, tags} = await staged();
  const text = JSON.stringify({alarms: [randomBytes(4_000).toString('base64url')]});
  expect(await policies.keep(REF, {rolloutId: ID, text})).toBe(false);
  expect(await tags()).toEqual({owner: 'shop'});
});

it('a shorter one takes the place of a longer, and all that is left is forgotten', async () => {
  const {policies, tags} = await staged();
  await policies.keep(REF, {rolloutId: 'before', text: LONG});
  await policies.keep(REF, {rolloutId: ID, text: SMALL});
  expect(await policies.read(REF)).toEqual({rolloutId: ID, text: SMALL});
  await policies.forget(REF, 'before');
  expect(await policies.read(REF)).toEqual({rolloutId: ID, text: SMALL});
  await policies.forget(REF, ID);
  expect(await tags()).toEqual({owner: 'shop'});
  await policies.forget(REF, ID);
});

it('one of which somebody has changed a tag is told apart from none', async () => {
  const {policies, tags, setTags} = await staged();
  await policies.keep(REF, {rolloutId: ID, text: LONG});
  const [second = ''] = Object.keys(await tags()).filter((key) => key.endsWith('-2'));
  await setTags({[second]: 'mine'});
  expect((await policies.read(REF))?.text).not.toBe(LONG);
  expect((await policies.read(REF))?.rolloutId).toBe(ID);
});

it('while the function is being updated AWS refuses it; else the RevisionId of $LATEST moves', async () => {
  const {policies, update, revision} = await staged();
  const before = await revision();
  await policies.keep(REF, {rolloutId: ID, text: SMALL});
  expect(await revision()).not.toBe(before);
  await update();
  await expect(policies.keep(REF, {rolloutId: ID, text: SMALL})).rejects.toMatchObject({code: 'UPDATE_IN_PROGRESS'});
});
