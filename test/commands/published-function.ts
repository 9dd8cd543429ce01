import {
  CreateAliasCommand,
  CreateFunctionCommand,
  type LambdaClient,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {onTestFinished} from 'vitest';
import type {Sandbox} from '../../src/lib/sandbox/start.js';
import {clientOf} from '../sandbox/lambda/lab.js';
import {zipOf} from '../sandbox/zip-of.js';

/** What no command may ever print: it stands in the environment of every version of `publishVersions`. */
export const SECRET = 'hunter2-and-more';

/** The SDK on a sandbox, until the test ends. */
export function sdkOn(sandbox: Sandbox): LambdaClient {
  const client = clientOf(sandbox);
  onTestFinished(() => client.destroy());
  return client;
}

/** `checkout` with `count` versions, as another tool would make them; each has code, memory and a variable of its own. */
export async function publishVersions(
  sandbox: Sandbox,
  client: LambdaClient,
  count: number,
  functionName = 'checkout',
): Promise<void> {
  const FunctionName = functionName;
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/any',
      Code: {ZipFile: await codeOf(1)},
      Environment: {Variables: {TOKEN: SECRET}},
    }),
  );
  for (let version = 1; version <= count; version += 1) {
    sandbox.settle();
    if (version > 1) {
      await client.send(new UpdateFunctionCodeCommand({FunctionName, ZipFile: await codeOf(version)}));
      sandbox.settle();
      const Variables = {TOKEN: `${SECRET}-${version}`, [`ONLY_IN_${version}`]: SECRET};
      const change = {FunctionName, MemorySize: 128 + version, Environment: {Variables}};
      await client.send(new UpdateFunctionConfigurationCommand(change));
      sandbox.settle();
    }
    const Description = `git:${commitOf(version)} Change number ${version}`;
    await client.send(new PublishVersionCommand({FunctionName, Description}));
  }
}

/** An alias as another tool would make it. */
export async function createAlias(
  client: LambdaClient,
  alias: {
    readonly name: string;
    readonly version: string;
    readonly weights?: Record<string, number>;
    readonly text?: string;
    readonly functionName?: string;
  },
): Promise<void> {
  await client.send(
    new CreateAliasCommand({
      FunctionName: alias.functionName ?? 'checkout',
      Name: alias.name,
      FunctionVersion: alias.version,
      ...(alias.weights && {RoutingConfig: {AdditionalVersionWeights: alias.weights}}),
      Description: alias.text ?? '',
    }),
  );
}

/** The commit a version of `publishVersions` is noted to be of: 12 digits that begin with its number. */
export function commitOf(version: number): string {
  return `${version.toString(16)}abcdef012345`.slice(0, 12);
}

function codeOf(version: number): Promise<Buffer> {
  return zipOf({
    'index.mjs': `export const handler = async () => ${version};\n`,
    'always.txt': 'the same\n',
    [`only-in-${version}.txt`]: 'a file\n',
  });
}
