import type {LambdaClient} from '@aws-sdk/client-lambda';
import {AwsClients} from '../../src/lib/aws/clients.js';
import {zipOf} from '../sandbox/zip-of.js';

const ROLE = 'arn:aws:iam::000000000000:role/any';

/** A function of the sandbox whose handler has this body, published as version 1; `environment` may hold planted secrets. */
export async function putFunction(
  functionName: string,
  body: string,
  {
    environment = {},
    ...settings
  }: {environment?: Record<string, string>; Timeout?: number; LoggingConfig?: object} = {},
): Promise<LambdaClient> {
  const {client, sdk} = await new AwsClients().lambda();
  await client.send(
    new sdk.CreateFunctionCommand({
      FunctionName: functionName,
      Role: ROLE,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: {ZipFile: await zipOf({'index.mjs': `export async function handler(event, context) {${body}}`})},
      Environment: {Variables: environment},
      Publish: true,
      ...settings,
    }),
  );
  return client;
}
