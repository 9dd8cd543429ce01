import {formatClockSpeed} from '../model/clock-speed.js';
import type {Sandbox} from '../sandbox/start.js';

/** The variables that point any AWS client, and this tool's clock, at a sandbox; its keys are in the credentials file where there is one. */
export function sandboxEnvironment(
  {endpoint, region, clock}: Sandbox,
  credentialsFile?: string,
): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    // What the AWS CLI 1 and boto3 read instead.
    AWS_DEFAULT_REGION: region,
    ...(credentialsFile === undefined
      ? {AWS_ACCESS_KEY_ID: 'sandbox', AWS_SECRET_ACCESS_KEY: 'sandbox'}
      : {AWS_SHARED_CREDENTIALS_FILE: credentialsFile}),
    ...(clock.speed.speed > 1 && {LAMBDA_RELEASE_CLOCK: formatClockSpeed(clock.speed)}),
  };
}

/** Points this process at a sandbox and at nothing else: no profile, token or endpoint of the user's stays in force. */
export function enterSandbox(sandbox: Sandbox, environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(environment)) if (name.startsWith('AWS_')) delete environment[name];
  Object.assign(environment, sandboxEnvironment(sandbox));
}
