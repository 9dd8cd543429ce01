import {execFile, spawnSync} from 'node:child_process';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';
import {zipOf} from '../zip-of.js';
import {openLab, role} from './lab.js';

const installed = spawnSync('aws', ['--version']).status === 0;

test.skipIf(!installed)('the AWS CLI, where installed, creates, publishes, shifts and invokes', async () => {
  await using lab = await openLab();
  const folder = await mkdtemp(path.join(tmpdir(), 'sandbox-cli-'));
  try {
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: lab.sandbox.endpoint,
      AWS_REGION: lab.sandbox.region,
      AWS_DEFAULT_REGION: lab.sandbox.region,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_CONFIG_FILE: path.join(folder, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'none'),
      AWS_PAGER: '',
    };
    const aws = async (command: string, ...options: string[]) => {
      const line = ['lambda', command, '--output', 'json', '--function-name', 'cli', ...options];
      const {stdout} = await promisify(execFile)('aws', line, {env, cwd: folder});
      return JSON.parse(stdout || '{}');
    };
    const writeCode = async (text: string) =>
      writeFile(
        path.join(folder, 'code.zip'),
        await zipOf({'index.mjs': `export const handler = async () => '${text}';`}),
      );

    await writeCode('one');
    const zip = ['--zip-file', 'fileb://code.zip'];
    const created = await aws(
      'create-function',
      ...['--runtime', 'nodejs22.x', '--handler', 'index.handler', '--role', role, '--publish'],
      ...zip,
    );
    expect(created).toMatchObject({FunctionName: 'cli', State: 'Pending', Version: '1'});
    lab.sandbox.settle();
    await writeCode('two');
    expect(await aws('update-function-code', ...zip)).toMatchObject({LastUpdateStatus: 'InProgress'});
    lab.sandbox.settle();
    expect(await aws('publish-version')).toMatchObject({Version: '2', State: 'Active'});
    const alias = await aws('create-alias', '--name', 'live', '--function-version', '1');
    expect(alias.AliasArn).toMatch(/:function:cli:live$/);
    const weighted = await aws(
      'update-alias',
      ...['--name', 'live', '--revision-id', alias.RevisionId, '--routing-config', 'AdditionalVersionWeights={2=1.0}'],
    );
    expect(weighted).toMatchObject({FunctionVersion: '1', RoutingConfig: {AdditionalVersionWeights: {'2': 1}}});
    const invoked = await aws('invoke', '--qualifier', 'live', 'answer.json');
    expect(invoked).toEqual({StatusCode: 200, ExecutedVersion: '2'});
    expect(JSON.parse(await readFile(path.join(folder, 'answer.json'), 'utf8'))).toBe('two');
    expect(await aws('get-function-concurrency')).toEqual({});
    await expect(aws('get-alias', '--name', 'nobody')).rejects.toThrow(
      /\(ResourceNotFoundException\).*GetAlias operation: Cannot find alias arn/,
    );
  } finally {
    await rm(folder, {recursive: true});
  }
});
