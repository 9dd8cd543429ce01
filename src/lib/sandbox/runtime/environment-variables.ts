import path from 'node:path';
import type {RunnableVersion} from '../invocation.js';
import type {CodeFolder} from './code-folders.js';
import {withPlaces} from './launch/lambda-paths.js';
import type {Launch} from './launch/launch.js';

export interface EnvironmentVariablesOptions {
  readonly version: RunnableVersion;
  readonly folder: CodeFolder;
  readonly logStream: string;
  /** `127.0.0.1:port` of the environment's Runtime API. */
  readonly runtimeApi: string;
  readonly endpointUrl: string | undefined;
  readonly launch: Pick<Launch, 'env' | 'framedLogs'>;
}

/** File descriptor of framed log events in the child. */
export const LOG_FD = 3;

/**
 * What a handler finds in its environment: the version's own variables and what Lambda sets, and nothing of the process
 * that runs the sandbox. The credentials are dummies and HOME is empty, so that a handler that speaks to AWS meets the
 * sandbox or a refusal, never the account of the person at the keyboard.
 */
export function environmentVariables(options: EnvironmentVariablesOptions): Record<string, string> {
  const {version, folder, logStream, runtimeApi, endpointUrl, launch} = options;
  const [, , , region = 'us-east-1', account = 'sandbox'] = version.functionArn.split(':');
  const {LogFormat, ApplicationLogLevel} = version.logging;
  return {
    // Not reserved on Lambda: a version may have its own idea of these.
    PATH: `${path.join(folder.opt, 'bin')}:/usr/local/bin:/usr/bin:/bin`,
    LD_LIBRARY_PATH: [folder.task, path.join(folder.task, 'lib'), path.join(folder.opt, 'lib')].join(':'),
    LANG: 'en_US.UTF-8',
    TZ: 'UTC',
    ...(endpointUrl === undefined ? {} : {AWS_ENDPOINT_URL: endpointUrl}),
    ...withPlaces(version.environment, folder),
    ...launch.env,
    ...(launch.framedLogs ? {_LAMBDA_TELEMETRY_LOG_FD: String(LOG_FD)} : {}),
    // Reserved keys (Lambda Developer Guide, configuration-envvars), and what keeps the handler from finding credentials.
    // What the handler asks of AWS goes to its own account: see place.ts.
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_SESSION_TOKEN: 'sandbox',
    AWS_EC2_METADATA_DISABLED: 'true',
    HOME: folder.root,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    ...(version.runtime.startsWith('provided') ? {} : {AWS_EXECUTION_ENV: `AWS_Lambda_${version.runtime}`}),
    AWS_LAMBDA_FUNCTION_NAME: version.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: version.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(version.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: version.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_LOG_FORMAT: LogFormat,
    ...(ApplicationLogLevel === undefined ? {} : {AWS_LAMBDA_LOG_LEVEL: ApplicationLogLevel}),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    _HANDLER: version.handler,
    LAMBDA_TASK_ROOT: folder.task,
    LAMBDA_RUNTIME_DIR: folder.task,
  };
}
