import {
  CreateAliasCommand,
  CreateFunctionCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import {type Sandbox, startSandbox} from '../../../src/lib/sandbox/start.js';
import {zipOf} from '../zip-of.js';

/** A sandbox in which `checkout:live` gives half of its traffic to version 2, which fails. */
export async function aReleasedFunction() {
  const sandbox = await startSandbox({updateDelayMs: 0, metricsDelayMs: 0, requestsPerSecond: 0});
  const client = aLambdaClient(sandbox);
  const FunctionName = 'checkout';
  const good = await zipOf({
    'index.mjs': 'export const handler = async (event) => { console.log("hello"); return event; };',
  });
  const bad = await zipOf({'index.mjs': 'export const handler = async () => { throw new Error("bad"); };'});
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: 'arn:aws:iam::000000000000:role/checkout',
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Code: {ZipFile: good},
    }),
  );
  sandbox.settle();
  await client.send(new PublishVersionCommand({FunctionName}));
  await client.send(new UpdateFunctionCodeCommand({FunctionName, ZipFile: bad}));
  sandbox.settle();
  await client.send(new PublishVersionCommand({FunctionName}));
  sandbox.settle();
  const RoutingConfig = {AdditionalVersionWeights: {2: 0.5}};
  await client.send(new CreateAliasCommand({FunctionName, Name: 'live', FunctionVersion: '1', RoutingConfig}));
  client.destroy();
  return sandbox;
}

function aLambdaClient(sandbox: Sandbox): LambdaClient {
  const credentials = {accessKeyId: 'x', secretAccessKey: 'y'};
  return new LambdaClient({endpoint: sandbox.endpoint, region: sandbox.region, credentials});
}
