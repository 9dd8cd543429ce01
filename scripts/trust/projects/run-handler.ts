import {CreateFunctionCommand, InvokeCommand, LambdaClient, PublishLayerVersionCommand} from '@aws-sdk/client-lambda';
import {startSandbox} from '../../../src/lib/sandbox/start.js';

interface Packed {
  readonly zip: Uint8Array;
  readonly layer?: Uint8Array | undefined;
  readonly runtime: string;
  /** What it is called with; `{}` when nothing is said. */
  readonly event?: unknown;
}

/** What a packed function answers on the sandbox, from its zip and its layer; the error's text when it fails. */
export async function answerOf({zip, layer, runtime, event = {}}: Packed): Promise<unknown> {
  await using sandbox = await startSandbox({updateDelayMs: 0});
  const client = new LambdaClient({
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    credentials: {accessKeyId: 'test', secretAccessKey: 'test'},
  });
  const published =
    layer && (await client.send(new PublishLayerVersionCommand({LayerName: 'project', Content: {ZipFile: layer}})));
  const {LayerVersionArn: arn} = published ?? {};
  await client.send(
    new CreateFunctionCommand({
      FunctionName: 'project',
      Code: {ZipFile: zip},
      Timeout: 60,
      MemorySize: 512,
      Role: 'arn:aws:iam::000000000000:role/runner',
      Runtime: runtime as 'nodejs22.x',
      Handler: 'lambda-handler.handler',
      ...(arn !== undefined && {Layers: [arn]}),
    }),
  );
  sandbox.settle();
  const {Payload} = await client.send(
    new InvokeCommand({FunctionName: 'project', Payload: Buffer.from(JSON.stringify(event))}),
  );
  const answer: unknown = JSON.parse(Buffer.from(Payload ?? '').toString('utf8'));
  return answer;
}
