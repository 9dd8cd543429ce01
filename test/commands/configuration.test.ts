import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  LambdaClient,
  ListTagsCommand,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
} from '@aws-sdk/client-lambda';
import {PutParameterCommand, SSMClient} from '@aws-sdk/client-ssm';
import {describe, expect, it, vi} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import Publish from '../../src/commands/publish.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder} from '../package/temp-folder.js';
import {GOOD, openSandboxWithCheckout} from './on-sandbox.js';

const SECRET = 'hunter2-from-ssm';
const VARIABLE = 'v1.2.3-from-here';
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:failed';

const CONFIGURATION = `
    memory: 256
    environment: {TOKEN: "\${ssm:/checkout/token}", RELEASE: "r-\${env:RELEASE}", PLAIN: "$\${env:PLAIN}"}
    vpc: {subnets: [subnet-a], securityGroups: [sg-a]}
    fileSystems: [{arn: "arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-1", mountPath: /mnt/data}]
    logging: {format: JSON, systemLevel: WARN}
    tags: {team: payments, obsolete: null}
    reservedConcurrency: 50
    asyncInvoke: {retries: 0, maxAge: 1h, onFailure: "${QUEUE}"}`;

/** A sandbox with checkout:live on version 1, a parameter, a variable, and a release file that says more. */
async function openRelease(settings = CONFIGURATION) {
  const sandbox = await openSandboxWithCheckout();
  vi.stubEnv('RELEASE', VARIABLE);
  await new SSMClient({}).send(new PutParameterCommand({Name: '/checkout/token', Value: SECRET, Type: 'SecureString'}));
  const folder = tempFolder();
  const file = path.join(folder, 'release.yml');
  const write = (text: string) => writeFile(file, `functions:\n  checkout:\n    source: ${GOOD}${text}\n`);
  await write(settings);
  const lambda = new LambdaClient({});
  const FunctionName = 'checkout';
  const arn = `arn:aws:lambda:${sandbox.region}:${sandbox.accountId}:function:checkout`;
  return {
    sandbox,
    lambda,
    FunctionName,
    arn,
    write,
    argv: ['--config', file, '--steps', 'all-at-once', '--watch', '0s'],
  };
}

const isWrite = ({operation}: {operation: string}) => /^(Update|Put|Tag|Untag|Publish)/.test(operation);

describe('configuration in the release file', () => {
  it('is put where each part of it lives, and then there is nothing left to do', async () => {
    const {sandbox, lambda, FunctionName, arn, argv} = await openRelease();
    await lambda.send(new TagResourceCommand({Resource: arn, Tags: {obsolete: 'yes', owner: 'somebody'}}));
    const {exitCode, stdout, stderr} = await runCommand(Deploy, [...argv, '--yes']);
    expect(stderr).not.toMatch(/^(Error|✖)/m);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('tags.team, tags.obsolete, reservedConcurrency, asyncInvoke.retries');

    const version = await lambda.send(new GetFunctionConfigurationCommand({FunctionName, Qualifier: '2'}));
    expect(version).toMatchObject({
      MemorySize: 256,
      Environment: {Variables: {TOKEN: SECRET, RELEASE: `r-${VARIABLE}`, PLAIN: `\${env:PLAIN}`}},
      VpcConfig: {SubnetIds: ['subnet-a'], SecurityGroupIds: ['sg-a']},
      FileSystemConfigs: [{LocalMountPath: '/mnt/data'}],
      LoggingConfig: {LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'WARN'},
    });
    expect((await lambda.send(new ListTagsCommand({Resource: arn}))).Tags).toEqual({
      team: 'payments',
      owner: 'somebody',
    });
    expect(await lambda.send(new GetFunctionConcurrencyCommand({FunctionName}))).toMatchObject({
      ReservedConcurrentExecutions: 50,
    });
    const onAlias = new GetFunctionEventInvokeConfigCommand({FunctionName, Qualifier: 'live'});
    expect(await lambda.send(onAlias)).toMatchObject({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 3600,
      DestinationConfig: {OnFailure: {Destination: QUEUE}},
    });

    const before = sandbox.calls().filter(isWrite).length;
    const again = await runCommand(Deploy, [...argv, '--json']);
    expect(JSON.parse(again.stdout).result.functions).toMatchObject([
      {changed: false, version: '2', changedSettings: []},
    ]);
    expect(sandbox.calls().filter(isWrite)).toHaveLength(before);
  });

  it('is shown field by field before it is sent, without a value of the environment', async () => {
    const {sandbox, argv} = await openRelease();
    const before = sandbox.calls().filter(isWrite).length;
    const {stderr, exitCode} = await runCommand(Deploy, argv);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/memory +128 → 256/);
    expect(stderr).toMatch(/environment +set PLAIN, RELEASE, TOKEN/);
    expect(stderr).toMatch(/vpc +none → subnets subnet-a; security groups sg-a/);
    expect(stderr).toContain('At once, and for every version:');
    expect(stderr).toMatch(/reservedConcurrency +none → 50/);
    expect(stderr).toContain('On the alias, when its traffic has moved:');
    expect(stderr).toMatch(/asyncInvoke\.onFailure +none → arn:aws:sqs/);
    expect(sandbox.calls().filter(isWrite)).toHaveLength(before);
  });

  it('prints no value of the environment anywhere, whatever AWS answers', async () => {
    const {sandbox, argv} = await openRelease();
    const folder = tempFolder();
    const journal = path.join(folder, 'journal.ndjson');
    sandbox.addFault({
      kind: 'error',
      service: 'lambda',
      operation: 'UpdateFunctionConfiguration',
      status: 400,
      code: 'InvalidParameterValueException',
      message: `Lambda was unable to configure your environment variables. String measured: {"TOKEN":"${SECRET}"}`,
      count: 0,
    });
    const seen: string[] = [];
    const exitCodes: number[] = [];
    for (const flags of [['--dry-run'], ['--dry-run', '--json'], ['--yes'], ['--yes', '--json']]) {
      const {stdout, stderr, exitCode} = await runCommand(Deploy, [...argv, ...flags, '--journal', journal]);
      seen.push(stdout, stderr);
      exitCodes.push(exitCode);
    }
    seen.push(await readFile(journal, 'utf8'));
    expect(exitCodes).toEqual([0, 0, 4, 4]);
    expect(seen.join('')).toContain('unable to configure your environment variables');
    expect(seen.join('')).not.toContain(SECRET);
    expect(seen.join('')).not.toContain(VARIABLE);
  });

  it('names every reference that leads nowhere, and sends nothing', async () => {
    const {sandbox, argv} = await openRelease(
      `\n    environment: {ONE: "\${env:NOT_THERE}", TWO: "\${ssm:/nobody}", THREE: "\${ssm:/checkout/token}"}`,
    );
    const before = sandbox.calls().filter(isWrite).length;
    const {exitCode, stderr} = await runCommand(Publish, argv.slice(0, 2));
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`ONE: \${env:NOT_THERE}`);
    expect(stderr).toContain(`TWO: \${ssm:/nobody}`);
    expect(stderr).not.toContain('THREE');
    expect(sandbox.calls().filter(isWrite)).toHaveLength(before);
  });

  it('replaces the environment only when told to', async () => {
    const {lambda, FunctionName, argv, write} = await openRelease('\n    environment: {AA: "1", BB: "2"}');
    const config = argv.slice(0, 2);
    const published = await runCommand(Publish, config);
    expect(published.stderr).toMatch(/environment +set AA, BB/);
    await write('\n    environment: {BB: "3"}');
    await runCommand(Publish, config);
    const variables = async () =>
      (await lambda.send(new GetFunctionConfigurationCommand({FunctionName}))).Environment?.Variables;
    expect(await variables()).toEqual({AA: '1', BB: '3'});
    await write('\n    environment: {BB: "3"}\n    replaceEnvironment: true');
    await runCommand(Publish, config);
    expect(await variables()).toEqual({BB: '3'});
  });

  it('says that another dead-letter queue cannot be rolled out in steps, and what can be done', async () => {
    const {argv, lambda, FunctionName} = await openRelease(`\n    deadLetterQueue: ${QUEUE}`);
    const config = argv.slice(0, 2);
    const weighted = await runCommand(Deploy, [...config, '--steps', '10%:5m', '--yes']);
    expect(weighted.exitCode).toBe(3);
    expect(weighted.stderr).toContain('cannot share an alias');
    expect(weighted.stderr).toContain('all-at-once');
    const planned = await runCommand(Publish, [...config, '--dry-run']);
    expect(planned.stdout).toContain('deadLetterQueue must be the same in both versions of a weighted alias');
    expect(await runCommand(Deploy, [...argv, '--yes'])).toMatchObject({exitCode: 0});
    const served = await lambda.send(new GetFunctionConfigurationCommand({FunctionName, Qualifier: 'live'}));
    expect(served).toMatchObject({Version: '2', DeadLetterConfig: {TargetArn: QUEUE}});
  });

  it('leaves the settings of the alias as they are when its traffic could not be moved', async () => {
    const {sandbox, argv} = await openRelease();
    sandbox.addFault({kind: 'error', operation: 'UpdateAlias', status: 403, code: 'AccessDeniedException', count: 0});
    expect(await runCommand(Deploy, [...argv, '--yes'])).toMatchObject({exitCode: 4});
    const operations = sandbox.calls().map(({operation}) => operation);
    expect(operations).toContain('PublishVersion');
    expect(operations).not.toContain('PutFunctionEventInvokeConfig');
  });

  it('has released all the same when the settings of the alias are refused; the next run sets them', async () => {
    const {sandbox, argv, lambda, FunctionName} = await openRelease();
    const operation = 'PutFunctionEventInvokeConfig';
    sandbox.addFault({kind: 'error', operation, status: 403, code: 'AccessDeniedException', count: 0});
    const released = await runCommand(Deploy, [...argv, '--yes', '--json']);
    expect(released.exitCode).toBe(6);
    expect(JSON.parse(released.stdout).error).toMatchObject({
      code: 'ALIAS_SETTINGS_NOT_SET',
      traffic: 'as asked',
      suggestions: [expect.stringMatching(/^lambda-release deploy \S+:live$/)],
    });
    expect(await runCommand(Deploy, [...argv, '--yes'])).toMatchObject({exitCode: 4});
    sandbox.clearFaults();
    const again = await runCommand(Deploy, [...argv, '--yes']);
    expect(again.stdout).toContain('no traffic was moved');
    const onAlias = new GetFunctionEventInvokeConfigCommand({FunctionName, Qualifier: 'live'});
    expect(await lambda.send(onAlias)).toMatchObject({MaximumRetryAttempts: 0});
  });

  it('does not let a release start a function that somebody has stopped', async () => {
    const {argv, lambda, FunctionName} = await openRelease('\n    reservedConcurrency: 50');
    await lambda.send(new PutFunctionConcurrencyCommand({FunctionName, ReservedConcurrentExecutions: 0}));
    const {exitCode, stderr} = await runCommand(Deploy, [...argv, '--yes']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('lambda-release concurrency reserve checkout 50');
  });
});
