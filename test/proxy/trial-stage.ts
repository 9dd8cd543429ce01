import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import type {AliasRef} from '../../src/lib/model/function/ref.js';
import {type Sandbox, startSandbox} from '../../src/lib/sandbox/start.js';
import {zipOf} from '../sandbox/zip-of.js';
import {captureCommands} from './captured-command.js';
import {FaultProxy} from './fault-proxy.js';
import {Observer} from './observer.js';

export const FUNCTION = 'checkout';

/** A sandbox with a function of two versions, the proxy before it, and this process's commands sent through both. */
export interface TrialStage {
  readonly sandbox: Sandbox;
  readonly proxy: FaultProxy;
  readonly observer: Observer;
  /** A folder with code that no function has yet. */
  readonly source: string;
  /** An alias on a version of `checkout`. */
  createAlias(name: string, version?: string): Promise<AliasRef>;
  /** A function of its own with one version, and an alias on that. */
  createFunction(functionName: string): Promise<AliasRef>;
  close(): Promise<void>;
}

/** A minute lasts a tenth of a second; `setVariable` puts a variable into this process's environment. */
export async function openTrialStage(setVariable: (name: string, value: string) => void): Promise<TrialStage> {
  const sandbox = await startSandbox({speed: 600, updateDelayMs: 0, metricsDelayMs: 1000, requestsPerSecond: 0});
  const proxy = await FaultProxy.start(sandbox);
  const observer = new Observer(sandbox);
  const environment = {...sandboxEnvironment(sandbox), AWS_ENDPOINT_URL: proxy.endpoint};
  for (const [name, value] of Object.entries(environment)) setVariable(name, value);
  const {lambda} = observer;
  const code = (text: string) => zipOf({'index.mjs': `export const handler = async () => '${text}';`});
  const settings = {
    Role: 'arn:aws:iam::000000000000:role/any',
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
  } as const;
  await lambda.send(
    new CreateFunctionCommand({FunctionName: FUNCTION, ...settings, Code: {ZipFile: await code('one')}}),
  );
  sandbox.settle();
  await lambda.send(new PublishVersionCommand({FunctionName: FUNCTION}));
  await lambda.send(new UpdateFunctionCodeCommand({FunctionName: FUNCTION, ZipFile: await code('two')}));
  sandbox.settle();
  await lambda.send(new PublishVersionCommand({FunctionName: FUNCTION}));
  const source = await mkdtemp(path.join(tmpdir(), 'lambda-release-trial-'));
  await writeFile(path.join(source, 'index.mjs'), "export const handler = async () => 'new';");
  const capture = captureCommands();
  return {
    sandbox,
    proxy,
    observer,
    source,
    async createAlias(alias, version = '1') {
      const Description = version === '1' ? '' : `[${version} was 1]`;
      const named = {FunctionName: FUNCTION, Name: alias, FunctionVersion: version, Description};
      await lambda.send(new CreateAliasCommand(named));
      return {functionName: FUNCTION, alias};
    },
    async createFunction(functionName) {
      const FunctionName = functionName;
      await lambda.send(new CreateFunctionCommand({FunctionName, ...settings, Code: {ZipFile: await code('one')}}));
      sandbox.settle();
      await lambda.send(new PublishVersionCommand({FunctionName}));
      await lambda.send(new CreateAliasCommand({FunctionName, Name: 'live', FunctionVersion: '1'}));
      return {functionName, alias: 'live'};
    },
    async close() {
      capture.end();
      await proxy.close();
      observer.close();
      await sandbox.close();
      await rm(source, {recursive: true});
    },
  };
}
