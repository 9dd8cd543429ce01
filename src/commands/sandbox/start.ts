import path from 'node:path';
import {Flags} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {durationFlag} from '../../lib/cli/flags/flags.js';
import {signalled, withSignals} from '../../lib/cli/signals.js';
import {sandboxEnvironment} from '../../lib/demo/sandbox-environment.js';
import {sandboxText} from '../../lib/report/result/sandbox-text.js';
import {readCredentialsFile} from '../../lib/sandbox/credentials/read-credentials-file.js';
import {startSandbox} from '../../lib/sandbox/start.js';

interface SandboxStartResult {
  readonly endpoint: string;
  /** What the shell of every client needs. */
  readonly environment: Readonly<Record<string, string>>;
  /** Wall milliseconds until it was stopped. */
  readonly ranMs: number;
}

export default class SandboxStart extends BaseCommand<SandboxStartResult> {
  static override summary = 'Run a local AWS endpoint that executes your handlers, until Ctrl-C.';
  static override description =
    'A rehearsal stage for releases: Lambda, CloudWatch and its Logs, S3, SSM, STS, SQS, ECR, EventBridge and its Scheduler as far as a ' +
    'release needs them, on loopback only, kept in memory. The AWS CLI, boto3, Terraform and every SDK use it through AWS_ENDPOINT_URL. It is not ' +
    'a Lambda runtime for production. --speed lets its clock run faster; commands that follow it need LAMBDA_RELEASE_CLOCK.';
  static override examples = [
    {
      description: 'Start it; copy the lines it prints into another shell.',
      command: '<%= config.bin %> <%= command.id %>',
    },
    {description: 'Lines for another region.', command: '<%= config.bin %> <%= command.id %> --region eu-west-1'},
    {description: 'An hour in a minute.', command: '<%= config.bin %> <%= command.id %> --speed 60'},
  ];
  static override flags = {
    region: Flags.string({
      summary: 'Region of the lines it prints and of unsigned requests; any other is served as well.',
      env: 'AWS_REGION',
      default: async () => process.env.AWS_DEFAULT_REGION || 'us-east-1',
      defaultHelp: async () => 'AWS_DEFAULT_REGION, or us-east-1',
    }),
    'account-id': Flags.string({
      summary: 'Account of clients whose access key id is no account number; one that is, is its own.',
      default: '000000000000',
    }),
    port: Flags.integer({
      summary: 'Port on 127.0.0.1; 0 takes any free one.',
      env: 'LAMBDA_RELEASE_SANDBOX_PORT',
      default: 4570,
      min: 0,
      max: 65_535,
    }),
    speed: Flags.integer({
      summary: 'How many times as fast as the wall its clock runs.',
      env: 'LAMBDA_RELEASE_SANDBOX_SPEED',
      default: 1,
      min: 1,
      max: 600,
    }),
    'metrics-delay': durationFlag({
      summary: 'How long after an invocation its metrics can be read, by its own clock.',
      default: 60_000,
      defaultHelp: async () => '1m',
    }),
    'alias-delay': durationFlag({
      summary: 'How long after a change of an alias some invocations still follow the old one, by its own clock.',
      default: 0,
      defaultHelp: async () => '0s',
    }),
    'stale-reads': durationFlag({
      summary: 'How long after a change of an alias every other read still answers the old one, by its own clock.',
      default: 0,
      defaultHelp: async () => '0s',
    }),
    credentials: Flags.string({
      summary: 'Take only the access keys of this AWS credentials file, and verify every signature.',
      helpValue: 'FILE',
    }),
    'account-concurrency': Flags.integer({
      summary: 'Concurrent executions of the account.',
      default: 1000,
      min: 1,
      max: 100_000,
    }),
    'sdk-from': Flags.directory({
      summary: 'Project whose @aws-sdk packages Node.js handlers find when they bring none; this folder when absent.',
      env: 'LAMBDA_RELEASE_SANDBOX_SDK_FROM',
      exists: true,
    }),
    'java-client': Flags.directory({
      summary: "Folder with the jars of AWS's Java runtime interface client, for packages that do not bring it.",
      env: 'LAMBDA_RELEASE_SANDBOX_JAVA_CLIENT',
      exists: true,
    }),
    'accept-any-runtime': Flags.boolean({
      summary: 'Take functions that cannot run on this machine; invoking them fails.',
    }),
  };

  async run(): Promise<SandboxStartResult> {
    const {flags} = await this.parse(SandboxStart);
    const session = await this.open(flags);
    const file = flags.credentials === undefined ? undefined : path.resolve(flags.credentials);
    const credentials = file === undefined ? undefined : await readCredentialsFile(file);
    await using sandbox = await startSandbox({
      ...(credentials && {credentials}),
      region: flags.region,
      accountId: flags['account-id'],
      port: flags.port,
      speed: flags.speed,
      metricsDelayMs: flags['metrics-delay'],
      aliasDelayMs: flags['alias-delay'],
      staleReadsMs: flags['stale-reads'],
      accountConcurrency: flags['account-concurrency'],
      sdkFrom: flags['sdk-from'],
      javaClient: flags['java-client'],
      acceptAnyRuntime: flags['accept-any-runtime'],
    });
    const environment = sandboxEnvironment(sandbox, file);
    const startedMs = Date.now();
    await session.host.show(sandboxText(sandbox.endpoint, environment));
    await withSignals(signalled);
    return {endpoint: sandbox.endpoint, environment, ranMs: Date.now() - startedMs};
  }

  protected toText({endpoint}: SandboxStartResult): string {
    return `The sandbox at ${endpoint} has stopped; what it held is gone.`;
  }
}
