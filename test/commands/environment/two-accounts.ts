import {cpSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {onTestFinished, vi} from 'vitest';
import {type Sandbox, startSandbox} from '../../../src/lib/sandbox/start.js';
import {stubEnvironment} from '../../aws/stub-aws.js';
import {GOOD} from '../on-sandbox.js';

const STAGING = '111111111111';
const PRODUCTION = '222222222222';

const RELEASE_FILE = `functions:
  checkout:
    name: checkout-\${environment}
    source: dist
    role: arn:aws:iam::000000000000:role/any
    runtime: nodejs22.x
    handler: index.handler
    memory: 256
    environment: {STAGE: "\${environment}"}
rollout: {steps: "5%:5m, 50%:5m"}
environments:
  staging:
    account: "${STAGING}"
    profile: staging
    region: eu-west-1
    rollout: {steps: all-at-once, watch: 0s}
  preview:
    account: "${STAGING}"
    profile: staging
    region: us-east-1
  production:
    account: "${PRODUCTION}"
    role: arn:aws:iam::${PRODUCTION}:role/releaser
    profile: production
    region: eu-west-1
    rollout: {steps: all-at-once, watch: 0s}
    functions: {checkout: {memory: 1024}}
  mistaken:
    account: "${PRODUCTION}"
    profile: staging
    region: eu-west-1
`;

/** One release file, and two accounts that answer at addresses of their own and take only their own keys. */
export interface TwoAccounts {
  readonly folder: string;
  readonly staging: Sandbox;
  readonly production: Sandbox;
}

/** Until the test ends, this process's AWS settings are two profiles, and its release file is the one above. */
export async function openTwoAccounts(): Promise<TwoAccounts> {
  const folder = mkdtempSync(path.join(tmpdir(), 'environments-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  cpSync(GOOD, path.join(folder, 'dist'), {recursive: true});
  const [staging, production] = await Promise.all([open('staging', STAGING), open('production', PRODUCTION)]);
  const config = path.join(folder, 'aws-config');
  const profiles = [profile('staging', staging), profile('production', production)];
  writeFileSync(config, profiles.join('\n'));
  const file = path.join(folder, 'release.yml');
  writeFileSync(file, RELEASE_FILE);
  stubEnvironment({AWS_CONFIG_FILE: config, LAMBDA_RELEASE_CONFIG: file});
  // Nobody's by themselves: what acts has to take a profile.
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
  return {folder, staging, production};
}

async function open(name: string, accountId: string): Promise<Sandbox> {
  const key = {name, accessKeyId: keyOf(name), secretAccessKey: name};
  const sandbox = await startSandbox({accountId, credentials: [key], updateDelayMs: 0, requestsPerSecond: 0});
  onTestFinished(() => sandbox.close());
  return sandbox;
}

function profile(name: string, {endpoint}: Sandbox): string {
  return [
    `[profile ${name}]`,
    `aws_access_key_id = ${keyOf(name)}`,
    `aws_secret_access_key = ${name}`,
    `endpoint_url = ${endpoint}`,
    '',
  ].join('\n');
}

function keyOf(name: string): string {
  return `AKIA${name.toUpperCase()}`;
}
