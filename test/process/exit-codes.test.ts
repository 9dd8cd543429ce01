import {writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import path from 'node:path';
import {UpdateAliasCommand} from '@aws-sdk/client-lambda';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Stage} from './stage.js';

// The built tool in processes of its own, against a sandbox of this process: a row of the exit-code table each.
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

const QUICK = ['--steps', '40%:2m', '--watch', '0s', '--yes'];
/** Long enough on a busy machine too: a step that is bad ends as soon as there is evidence. */
const PATIENT = ['--steps', '40%:10m', '--watch', '0s', '--yes'];
const ALL_ON_ONE = {version: '1', weights: {}, description: ''};

describe.concurrent('exit codes of a release', () => {
  it('0: a good version is promoted, one document on stdout', async () => {
    await stage.create('good');
    const source = await stage.betterCode('good');
    stage.load('good');
    const ended = await stage.run(['deploy', 'good:live', '--source', source, ...PATIENT, '--json']);
    expect(ended).toMatchObject({exitCode: 0});
    const {ok, result} = JSON.parse(ended.stdout);
    expect(ok).toBe(true);
    expect(result.functions).toMatchObject([{functionName: 'good', version: '2', previousVersion: '1', changed: true}]);
    expect(await stage.alias('good')).toEqual({version: '2', weights: {}, description: '[2 was 1]'});
  });

  it('0: nothing to do is no failure', async () => {
    await stage.create('same');
    const {exitCode, stdout} = await stage.run([
      'deploy',
      'same:live',
      '--source',
      path.join(stage.failingCode, '../function'),
      '--json',
    ]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).result.functions).toMatchObject([{changed: false, version: '1'}]);
  });

  it('2: a wrong flag, and every mistake of a release file with its line', async () => {
    const file = path.join(stage.folder, 'mistakes.yml');
    await writeFile(file, 'functions:\n  a:\n    source: dist\n    memory: 1\n    handlr: x\nrollout:\n  steps: 5%\n');
    const [flag, mistakes] = await Promise.all([
      stage.run(['deploy', 'a:live', '--sorce', 'x', '--json']),
      stage.run(['deploy', '--config', file]),
    ]);
    expect(flag.exitCode).toBe(2);
    expect(JSON.parse(flag.stdout).error).toMatchObject({exitCode: 2, traffic: 'untouched'});
    expect(mistakes.exitCode).toBe(2);
    for (const line of [':4:', ':5:', ':7:']) expect(mistakes.stderr).toContain(`mistakes.yml${line}`);
    expect(mistakes.stdout).toBe('');
  });

  it('2: nobody can be asked, and nothing is changed', async () => {
    await stage.create('asked');
    const source = await stage.betterCode('asked');
    const ended = await stage.run(['deploy', 'asked:live', '--source', source]);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain('--yes');
    expect(await stage.alias('asked')).toEqual(ALL_ON_ONE);
  });

  it('3: weights that somebody else has set are refused', async () => {
    await stage.create('foreign');
    const source = await stage.betterCode('foreign');
    expect((await stage.run(['publish', 'foreign', '--source', source])).exitCode).toBe(0);
    const RoutingConfig = {AdditionalVersionWeights: {2: 0.3}};
    await stage.lambda.send(new UpdateAliasCommand({FunctionName: 'foreign', Name: 'live', RoutingConfig}));
    const ended = await stage.run(['rollout', 'start', 'foreign:live', '2', '--yes', '--json']);
    expect(ended.exitCode).toBe(3);
    expect(JSON.parse(ended.stdout).error).toMatchObject({code: 'FOREIGN_WEIGHTS', traffic: 'untouched'});
    expect((await stage.alias('foreign')).weights).toEqual({2: 0.3});
  });

  it('4: no credentials, and an endpoint that answers HTML', async () => {
    const proxy = createServer((_, response) => response.end('<html>Sign in</html>'));
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const AWS_ENDPOINT_URL = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const none = {AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_EC2_METADATA_DISABLED: 'true'};
    const [credentials, html] = await Promise.all([
      stage.run(['status', 'good', '--json'], none),
      stage.run(['status', 'good', '--json'], {AWS_ENDPOINT_URL}),
    ]);
    proxy.close();
    expect(credentials.exitCode).toBe(4);
    expect(JSON.parse(credentials.stdout).error).toMatchObject({code: 'CREDENTIALS_MISSING', traffic: 'untouched'});
    expect(html.exitCode).toBe(4);
    expect(JSON.parse(html.stdout).error).toMatchObject({code: 'NOT_AN_AWS_ENDPOINT', traffic: 'untouched'});
  });

  it('5: a version that fails is taken back', async () => {
    await stage.create('failing');
    const deploy = ['deploy', 'failing:live', '--source', stage.failingCode, ...PATIENT, '--json'];
    stage.load('failing', {2: {errorRate: 0.5}});
    const ended = await stage.run(deploy);
    expect(ended.exitCode).toBe(5);
    const {error} = JSON.parse(ended.stdout);
    expect(error).toMatchObject({code: 'ROLLED_BACK_ANALYSIS', traffic: 'restored'});
    expect(error.message).toContain('evidence');
    const description = expect.stringMatching(/^\[took back 2 \d{4}-\S+Z: candidate 2 failed \d+ of [^[\]]+\]$/);
    expect(await stage.alias('failing')).toEqual({...ALL_ON_ONE, description});
  });

  it('6: an alias that somebody else took over is left alone', async () => {
    await stage.create('taken');
    const source = await stage.betterCode('taken');
    const deploy = stage.start(['deploy', 'taken:live', '--source', source, ...QUICK]);
    await deploy.said('baking for');
    const RoutingConfig = {AdditionalVersionWeights: {2: 0.07}};
    await stage.lambda.send(
      new UpdateAliasCommand({FunctionName: 'taken', Name: 'live', Description: 'mine', RoutingConfig}),
    );
    const ended = await deploy.ended;
    expect(ended.exitCode).toBe(6);
    expect(ended.stderr).toContain('lambda-release status taken:live');
    expect(await stage.alias('taken')).toEqual({version: '1', weights: {2: 0.07}, description: 'mine'});
  });

  it('7: without traffic nothing is proved, and the rollout is held', async () => {
    await stage.create('quiet');
    const source = await stage.betterCode('quiet');
    const deploy = ['deploy', 'quiet:live', '--source', source, ...QUICK, '--on-inconclusive', 'hold', '--json'];
    const ended = await stage.run(deploy);
    expect(ended.exitCode).toBe(7);
    expect(JSON.parse(ended.stdout).error).toMatchObject({code: 'HELD_INCONCLUSIVE', traffic: 'held'});
    const {weights, description} = await stage.alias('quiet');
    expect(weights).toEqual({2: 0.4});
    expect(description).toContain(' held]');
  });
});
