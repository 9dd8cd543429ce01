import path from 'node:path';
import type {RunnableVersion} from '../invocation.js';
import type {CodeFolder} from './code-folders.js';

/**
 * What a handler finds in `process.env`: the version's own variables and what Lambda sets, and nothing of the process
 * that runs the sandbox. The credentials are dummies and HOME is empty, so that a handler that speaks to AWS meets the
 * sandbox or a refusal, never the account of the person at the keyboard.
 */
export function environmentVariables(
  version: RunnableVersion,
  folder: CodeFolder,
  logStream: string,
  endpointUrl: string | undefined,
): Record<string, string> {
  const [, , , region = 'us-east-1', account = 'sandbox'] = version.functionArn.split(':');
  const nodeModules = ['nodejs', path.join('nodejs', runtimeFolder(version.runtime))].map((each) =>
    path.join(folder.opt, each, 'node_modules'),
  );
  return {
    // Not reserved on Lambda: a version may have its own idea of these.
    PATH: `${path.join(folder.opt, 'bin')}:/usr/local/bin:/usr/bin:/bin`,
    LD_LIBRARY_PATH: path.join(folder.opt, 'lib'),
    NODE_PATH: [...nodeModules.reverse(), folder.task].join(':'),
    LANG: 'en_US.UTF-8',
    TZ: 'UTC',
    ...(endpointUrl === undefined ? {} : {AWS_ENDPOINT_URL: endpointUrl}),
    ...version.environment,
    // Reserved keys (Lambda Developer Guide, configuration-envvars), and what keeps the handler from finding credentials.
    // What the handler asks of AWS goes to its own account: see place.ts.
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_SESSION_TOKEN: 'sandbox',
    AWS_EC2_METADATA_DISABLED: 'true',
    HOME: folder.root,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${version.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: version.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: version.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(version.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: version.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    _HANDLER: version.handler,
    LAMBDA_TASK_ROOT: folder.task,
  };
}

function runtimeFolder(runtime: string): string {
  return runtime.replace(/^nodejs(\d+)\.x$/, 'node$1');
}
