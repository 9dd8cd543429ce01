import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {CreateFunctionUrlConfigCommand, GetAliasCommand, LambdaClient} from '@aws-sdk/client-lambda';
import {expect, onTestFinished, test} from 'vitest';
import Deploy from '../../../src/commands/deploy.js';
import Doctor from '../../../src/commands/doctor.js';
import Plan from '../../../src/commands/plan.js';
import {VERSION_PLACE} from '../../../src/lib/model/rollout/count-pair.js';
import {startTraffic} from '../../../src/lib/sandbox/traffic/start-traffic.js';
import {runCommand} from '../../cli/run-command.js';
import {CREATE, openSandbox} from '../on-sandbox.js';

const PAIR = ['--pair', `http-5xx: shop Http5xx/Requests{service=checkout,version=${VERSION_PLACE}}`];
const STEPS = ['--steps', '50%:6m', '--watch', '0s'];
const REF = {functionName: 'checkout', alias: 'live'};

/** A handler that answers HTTP with this status, throws nothing, and writes both counts by its version. */
async function answering(statusCode: number): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lambda-release-pairs-'));
  onTestFinished(() => rm(folder, {recursive: true, force: true}));
  const metrics = "[{Name: 'Http5xx', Unit: 'Count'}, {Name: 'Requests', Unit: 'Count'}]";
  const code = `
const _aws = () => ({Timestamp: Date.now(), CloudWatchMetrics: [{Namespace: 'shop', Dimensions: [['service', 'version']], Metrics: ${metrics}}]});
export const handler = async () => {
  const version = process.env.AWS_LAMBDA_FUNCTION_VERSION;
  console.log(JSON.stringify({_aws: _aws(), service: 'checkout', version, Http5xx: ${statusCode >= 500 ? 1 : 0}, Requests: 1}));
  return {statusCode: ${statusCode}, body: ''};
};`;
  await writeFile(path.join(folder, 'index.mjs'), code);
  return folder;
}

/** `checkout:live` on a version that answers with 200, behind a function URL. */
async function behindAnUrl() {
  const sandbox = await openSandbox();
  const created = await runCommand(Deploy, ['checkout:live', '--source', await answering(200), ...CREATE, '--yes']);
  if (created.exitCode !== 0) throw new Error(created.stderr);
  const credentials = {accessKeyId: 'sandbox', secretAccessKey: 'sandbox'};
  const client = new LambdaClient({endpoint: sandbox.endpoint, region: sandbox.region, credentials});
  onTestFinished(() => client.destroy());
  await client.send(
    new CreateFunctionUrlConfigCommand({FunctionName: 'checkout', Qualifier: 'live', AuthType: 'NONE'}),
  );
  return {sandbox, client};
}

test('a version that answers with HTTP 500 and throws nothing is taken back by its pair', {
  timeout: 120_000,
}, async () => {
  const {sandbox, client} = await behindAnUrl();
  const ended = new AbortController();
  const traffic = startTraffic({endpoint: sandbox.endpoint, ref: REF, rps: 40, signal: ended.signal});
  try {
    const argv = ['checkout:live', '--source', await answering(500), ...STEPS, ...PAIR, '--yes', '--json'];
    const {exitCode, stdout, stderr} = await runCommand(Deploy, argv);
    expect({exitCode, error: JSON.parse(stdout).error?.message}).toEqual({
      exitCode: 5,
      error: expect.stringContaining('http-5xx'),
    });
    expect(stderr).not.toContain('answers HTTP through');
  } finally {
    ended.abort();
    await traffic;
  }
  const alias = await client.send(new GetAliasCommand({FunctionName: 'checkout', Name: 'live'}));
  expect([alias.FunctionVersion, alias.RoutingConfig?.AdditionalVersionWeights ?? {}]).toEqual(['1', {}]);
});

test('without a pair it is said beforehand that nobody would see it', {timeout: 60_000}, async () => {
  await behindAnUrl();
  const words = 'checkout:live answers HTTP through its function URL, and no pair counts its failures';
  const deploy = ['checkout:live', '--source', await answering(500), ...STEPS, '--dry-run'];
  expect((await runCommand(Deploy, deploy)).stderr).toContain(words);
  expect((await runCommand(Deploy, [...deploy, ...PAIR])).stderr).not.toContain(words);
  expect((await runCommand(Plan, deploy.slice(0, -1))).stderr).toContain(words);
  expect((await runCommand(Doctor, ['checkout:live'])).stdout).toContain(words);
});
