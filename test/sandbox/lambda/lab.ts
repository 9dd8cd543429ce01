import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import {type Sandbox, type SandboxOptions, startSandbox} from '../../../src/lib/sandbox/start.js';
import {zipOf} from '../zip-of.js';

export const role = 'arn:aws:iam::111111111111:role/runner';

/** A sandbox in which nothing moves by itself, and the real SDK on it. */
export interface Lab extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly client: LambdaClient;
  /** Input of a new function; every lab uses another name per call of create. */
  aFunction(overrides?: Partial<CreateFunctionCommandInput>): Promise<CreateFunctionCommandInput>;
  /** Creates it and waits until it is Active; gives its name. */
  create(overrides?: Partial<CreateFunctionCommandInput>): Promise<string>;
  /** Changes its configuration and waits until the update is Successful. */
  configure(name: string, change: Omit<UpdateFunctionConfigurationCommandInput, 'FunctionName'>): Promise<void>;
}

export async function openLab(options: SandboxOptions = {}): Promise<Lab> {
  const sandbox = await startSandbox({
    accountId: '111111111111',
    updateDelayMs: Number.POSITIVE_INFINITY,
    requestsPerSecond: 0,
    // Most labs never invoke: what is recorded of Python or Java must not need them here.
    acceptAnyRuntime: true,
    ...options,
  });
  const client = clientOf(sandbox);
  let functions = 0;
  const aFunction: Lab['aFunction'] = async (overrides = {}) => ({
    FunctionName: `fn-${functions++}`,
    Runtime: 'python3.12',
    Handler: 'index.handler',
    Role: role,
    Code: {ZipFile: await codeOf('original')},
    ...overrides,
  });
  return {
    sandbox,
    client,
    aFunction,
    async create(overrides) {
      const input = await aFunction(overrides);
      await client.send(new CreateFunctionCommand(input));
      sandbox.settle();
      return input.FunctionName ?? '';
    },
    async configure(name, change) {
      await client.send(new UpdateFunctionConfigurationCommand({FunctionName: name, ...change}));
      sandbox.settle();
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
      await sandbox.close();
    },
  };
}

export function clientOf(sandbox: Sandbox, overrides: {readonly maxAttempts?: number; readonly region?: string} = {}) {
  return new LambdaClient({
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    credentials: {accessKeyId: 'test', secretAccessKey: 'test'},
    maxAttempts: 1,
    ...overrides,
  });
}

/** A deployment package whose hash depends on `text`. */
export async function codeOf(text: string): Promise<Buffer> {
  return zipOf({'index.mjs': `export const handler = async () => ${JSON.stringify(text)};\n`});
}
