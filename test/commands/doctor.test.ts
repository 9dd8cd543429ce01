import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {describe, expect, it, vi} from 'vitest';
import Doctor from '../../src/commands/doctor.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder} from '../package/temp-folder.js';
import {putFunction} from './function-zip.js';
import {openSandbox} from './on-sandbox.js';

interface Finding {
  readonly level: string;
  readonly code: string;
  readonly subject: string;
  readonly message: string;
  readonly suggestions: readonly string[];
}

async function aRelease(): Promise<LambdaClient> {
  const client = await putFunction('checkout', 'return 1;');
  await client.send(new CreateAliasCommand({FunctionName: 'checkout', Name: 'live', FunctionVersion: '1'}));
  return client;
}

async function findings(...argv: string[]): Promise<{exitCode: number; found: readonly Finding[]}> {
  const {stdout, exitCode} = await runCommand(Doctor, [...argv, '--json']);
  const document = JSON.parse(stdout);
  return {exitCode, found: document.ok ? document.result.findings : document.error.details.findings};
}

describe('doctor', () => {
  it('finds an account ready, says who calls, and changes nothing', async () => {
    await openSandbox();
    const client = await aRelease();
    const before = await stateOf(client);
    const {stdout, exitCode} = await runCommand(Doctor, ['checkout:live']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('arn:aws:iam::000000000000:user/sandbox, account 000000000000, region us-east-1');
    expect(stdout).toContain('The credentials do not expire.');
    expect(stdout).toContain("This machine's clock agrees with AWS's.");
    expect(stdout).toContain(
      'No harmless call can tell about lambda:PublishVersion, lambda:CreateAlias, lambda:UpdateAlias.',
    );
    expect(stdout).toMatch(/checkout:live\n {2}✔ A rollout can begin\.\n\nNothing would stop a release\.\n$/);
    expect(await stateOf(client)).toEqual(before);
  });

  it('names what would stop a release, each with its way out, and ends with 3', async () => {
    await openSandbox();
    const client = await aRelease();
    const put = {FunctionName: 'checkout', Qualifier: 'live', ProvisionedConcurrentExecutions: 2};
    await client.send(new PutProvisionedConcurrencyConfigCommand(put));
    const {stderr, stdout, exitCode} = await runCommand(Doctor, ['checkout:live']);
    expect({exitCode, stdout}).toEqual({exitCode: 3, stdout: ''});
    expect(stderr).toContain(
      '✖ 1 thing would stop a release.\n  checkout:live: checkout:live has provisioned concurrency (2)',
    );
    expect(stderr).toContain(
      '• Move it to the version, which rollouts take along: lambda-release concurrency unprovision checkout:live, then lambda-release concurrency provision checkout:1 2',
    );
  });

  it('finds weights that are not ours', async () => {
    await openSandbox();
    const client = await aRelease();
    await client.send(new UpdateFunctionConfigurationCommand({FunctionName: 'checkout', MemorySize: 256}));
    await client.send(new PublishVersionCommand({FunctionName: 'checkout'}));
    const RoutingConfig = {AdditionalVersionWeights: {2: 0.1}};
    await client.send(new UpdateAliasCommand({FunctionName: 'checkout', Name: 'live', RoutingConfig}));
    const {exitCode, found} = await findings('checkout:live');
    expect(exitCode).toBe(3);
    expect(found).toContainEqual(
      expect.objectContaining({level: 'stop', code: 'FOREIGN_WEIGHTS', subject: 'checkout:live'}),
    );
  });

  it('warns of triggers that bypass the alias, and of a stopped function', async () => {
    await openSandbox();
    const client = await aRelease();
    const queue = 'arn:aws:sqs:us-east-1:000000000000:orders';
    for (const FunctionName of ['checkout', 'checkout:live']) {
      await client.send(new CreateEventSourceMappingCommand({FunctionName, EventSourceArn: queue}));
    }
    for (const Qualifier of [undefined, 'live']) {
      const statement = {StatementId: 'api', Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com'};
      await client.send(
        new AddPermissionCommand({FunctionName: 'checkout', ...statement, ...(Qualifier && {Qualifier})}),
      );
    }
    await client.send(new PutFunctionConcurrencyCommand({FunctionName: 'checkout', ReservedConcurrentExecutions: 0}));
    const {exitCode, found} = await findings('checkout:live');
    expect(exitCode).toBe(0);
    const warnings = found.filter(({level}) => level === 'warning');
    expect(warnings).toMatchObject([
      {code: 'FUNCTION_STOPPED', suggestions: ['Let it run again: lambda-release concurrency clear checkout']},
      {
        code: 'ALIAS_BYPASSED',
        message: expect.stringContaining(queue),
        suggestions: [
          'Move every trigger to the alias: lambda-release doctor checkout:live --fix',
          expect.stringMatching(/: aws lambda update-event-source-mapping --uuid \S+ --function-name checkout:live$/),
        ],
      },
      {
        code: 'ALIAS_BYPASSED',
        suggestions: [
          'Give the same on the alias, and see what is left to do: lambda-release doctor checkout:live --fix',
          expect.stringMatching(
            /: aws lambda add-permission --function-name checkout:live --statement-id api --action lambda:InvokeFunction --principal apigateway.amazonaws.com$/,
          ),
        ],
        message: expect.stringContaining('apigateway.amazonaws.com may invoke checkout without'),
      },
      {
        code: 'HTTP_ERRORS_NOT_SEEN',
        message: expect.stringContaining('checkout:live answers HTTP through API Gateway'),
      },
    ]);
  });

  it('names an API that may call the function and cannot be read, and goes on', async () => {
    await openSandbox();
    const client = await aRelease();
    await client.send(
      new AddPermissionCommand({
        ...{FunctionName: 'checkout', Qualifier: 'live', StatementId: 'api', Action: 'lambda:InvokeFunction'},
        Principal: 'apigateway.amazonaws.com',
        SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:a1b2c3/*/GET/orders',
      }),
    );
    const {exitCode, found} = await findings('checkout:live');
    expect(exitCode).toBe(0);
    expect(found).toContainEqual(
      expect.objectContaining({level: 'warning', code: 'API_UNREAD', message: expect.stringContaining('a1b2c3')}),
    );
  });

  it('finds a permission that is denied, and what it is needed for', async () => {
    const sandbox = await openSandbox();
    await aRelease();
    sandbox.addFault({kind: 'error', service: 'logs', status: 400, code: 'AccessDeniedException', count: 0});
    const {exitCode, found} = await findings('checkout:live');
    expect(exitCode).toBe(3);
    expect(found.filter(({level}) => level === 'stop')).toMatchObject([
      {
        code: 'PERMISSION_DENIED',
        message:
          'logs:FilterLogEvents on log group /aws/lambda/checkout is denied; it is needed to say why a candidate failed.',
      },
    ]);
  });

  it('tries what the release file sets on the functions that set it, and only there', async () => {
    const sandbox = await openSandbox();
    await aRelease();
    await putFunction('refund', 'return 1;');
    const config = path.join(tempFolder(), 'release.yml');
    const asyncInvoke = '{retries: 1}';
    await writeFile(
      config,
      `functions: {checkout: {source: ., tags: {team: shop}, asyncInvoke: ${asyncInvoke}}, refund: {source: .}}\n`,
    );
    for (const operation of ['ListTags', 'GetFunctionEventInvokeConfig', 'ListProvisionedConcurrencyConfigs']) {
      const code = 'AccessDeniedException';
      sandbox.addFault({kind: 'error', service: 'lambda', operation, status: 403, code, count: 0});
    }
    const {exitCode, found} = await findings('--config', config);
    expect(exitCode).toBe(3);
    const denied = found.filter(({code}) => code === 'PERMISSION_DENIED');
    const listing = 'lambda:ListProvisionedConcurrencyConfigs';
    const needed = 'is denied; it is needed to';
    expect(denied.map(({level, message}) => [level, message])).toEqual([
      ['stop', `lambda:ListTags on checkout:live ${needed} set tags.`],
      [
        'stop',
        `lambda:GetFunctionEventInvokeConfig on checkout:live ${needed} set destinations and retries of the alias.`,
      ],
      ['warning', `lambda:ListTags on refund:live ${needed} keep what a rollout is judged by beside its alias.`],
      [
        'warning',
        `${listing} on checkout:live ${needed} see what is kept ready of which version: rollouts give a candidate as much ("status", "versions", too).`,
      ],
      [
        'warning',
        `${listing} on refund:live ${needed} see what is kept ready of which version: rollouts give a candidate as much ("status", "versions", too).`,
      ],
    ]);
  });

  it('goes on without what it may not read', async () => {
    const sandbox = await openSandbox();
    await aRelease();
    sandbox.addFault({
      kind: 'error',
      service: 'lambda',
      operation: 'GetAlias',
      status: 403,
      code: 'AccessDeniedException',
      count: 0,
    });
    const {exitCode, found} = await findings('checkout:live');
    expect(exitCode).toBe(3);
    expect(found).toContainEqual(expect.objectContaining({code: 'PERMISSION_DENIED'}));
  });

  it('tells credentials that AWS refuses as the finding they are', async () => {
    const sandbox = await openSandbox();
    sandbox.addFault({kind: 'error', service: 'sts', status: 403, code: 'ExpiredToken', count: 0});
    const {exitCode, found} = await findings('checkout:live');
    expect(exitCode).toBe(3);
    expect(found).toMatchObject([{level: 'stop', code: 'CREDENTIALS_EXPIRED', subject: 'caller'}]);
  });

  it('warns of what a first release makes', async () => {
    await openSandbox();
    const {exitCode, found} = await findings('checkout:live');
    expect(exitCode).toBe(0);
    expect(found.at(-1)).toMatchObject({level: 'warning', code: 'FUNCTION_NOT_FOUND', subject: 'checkout:live'});
  });
});

describe('doctor --policy', () => {
  it('prints only the policy of the release file', async () => {
    await openSandbox();
    await aRelease();
    const folder = tempFolder();
    const config = path.join(folder, 'release.yml');
    const role = 'arn:aws:iam::000000000000:role/checkout';
    await writeFile(
      config,
      `functions: {checkout: {source: ., memory: 256, role: '${role}'}}\nartifacts: {bucket: my-releases, prefix: lambda/}\n`,
    );
    const {stdout, exitCode} = await runCommand(Doctor, ['--policy', '--config', config]);
    expect(exitCode).toBe(0);
    const {Version, Statement} = JSON.parse(stdout);
    expect(Version).toBe('2012-10-17');
    const bySid = new Map(Statement.map((statement: {Sid: string}) => [statement.Sid, statement]));
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:checkout';
    expect(bySid.get('ReleaseFunctions')).toMatchObject({
      Action: [
        'lambda:UpdateFunctionCode',
        'lambda:UpdateFunctionConfiguration',
        'lambda:PublishVersion',
        'lambda:CreateAlias',
        'lambda:UpdateAlias',
      ],
      Resource: [arn],
    });
    expect(bySid.get('ReadFunctions')).toMatchObject({Resource: [arn, `${arn}:*`]});
    expect(bySid.get('PassRoles')).toMatchObject({
      Resource: [role],
      Condition: {StringEquals: {'iam:PassedToService': 'lambda.amazonaws.com'}},
    });
    expect(bySid.get('StorePackages')).toMatchObject({Resource: ['arn:aws:s3:::my-releases/lambda/*']});
    expect(bySid.has('SmokeTest')).toBe(false);
  });

  it('needs a function', async () => {
    vi.spyOn(process, 'cwd').mockReturnValue(tempFolder());
    const {exitCode} = await runCommand(Doctor, ['--policy']);
    vi.restoreAllMocks();
    expect(exitCode).toBe(2);
  });
});

/** Everything that a mistaken write would change. */
async function stateOf(client: LambdaClient) {
  const latest = await client.send(new GetFunctionConfigurationCommand({FunctionName: 'checkout'}));
  const alias = await client.send(new GetAliasCommand({FunctionName: 'checkout', Name: 'live'}));
  const versions = await client.send(new ListVersionsByFunctionCommand({FunctionName: 'checkout'}));
  return [latest.RevisionId, latest.CodeSha256, alias.RevisionId, versions.Versions?.length];
}
