import {describe, expect, onTestFinished, test} from 'vitest';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {createWiring} from '../../../src/lib/cli/wiring.js';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import {zipOf} from '../../sandbox/zip-of.js';
import {stubEnvironment} from '../stub-aws.js';

const ALIAS = {functionName: 'checkout', alias: 'live'};
const HOUR_MS = 3_600_000;

/** `checkout:live` gives half of its traffic to version 2, which does the same as version 1 in `slowMs` more. */
async function twoVersions({slowMs = 0, fails = false} = {}) {
  const sandbox = await startSandbox({updateDelayMs: 0, metricsDelayMs: 0, requestsPerSecond: 0});
  onTestFinished(() => sandbox.close());
  const environment = {AWS_ENDPOINT_URL: sandbox.endpoint, AWS_REGION: sandbox.region};
  stubEnvironment(environment);
  const {client, sdk} = await new AwsClients().lambda();
  const FunctionName = ALIAS.functionName;
  const body = (waitMs: number) =>
    `import {setTimeout} from 'node:timers/promises';
     export const handler = async () => { await setTimeout(${waitMs}); ${fails ? 'throw new Error("no");' : ''} };`;
  const Role = 'arn:aws:iam::000000000000:role/checkout';
  const Code = {ZipFile: await zipOf({'index.mjs': body(1)})};
  await client.send(
    new sdk.CreateFunctionCommand({FunctionName, Role, Runtime: 'nodejs22.x', Handler: 'index.handler', Code}),
  );
  sandbox.settle();
  await client.send(new sdk.PublishVersionCommand({FunctionName}));
  await client.send(
    new sdk.UpdateFunctionCodeCommand({FunctionName, ZipFile: await zipOf({'index.mjs': body(1 + slowMs)})}),
  );
  sandbox.settle();
  await client.send(new sdk.PublishVersionCommand({FunctionName}));
  const RoutingConfig = {AdditionalVersionWeights: {2: 0.5}};
  await client.send(new sdk.CreateAliasCommand({FunctionName, Name: 'live', FunctionVersion: '1', RoutingConfig}));
  const toMs = Math.ceil((sandbox.clock.now() + 120_000) / 60_000) * 60_000;
  return {
    client,
    sdk,
    port: createWiring({}, environment).signals,
    span: {fromMs: toMs - HOUR_MS, toMs},
    async invoke(times: number) {
      for (let call = 0; call < times; call += 20) {
        const batch = Array.from({length: Math.min(20, times - call)}, () =>
          client.send(new sdk.InvokeCommand({FunctionName, Qualifier: 'live'})),
        );
        await Promise.all(batch);
      }
    },
  };
}

describe('signals against the sandbox', () => {
  test("a slower version's calls are counted beyond what stable took before", async () => {
    const {port, span, invoke} = await twoVersions({slowMs: 60});
    await invoke(240);
    const thresholds = await port.readThresholds({...ALIAS, version: '1', ...span});
    expect(thresholds.invocations).toBeGreaterThan(60);
    const latency = await port.readLatency({
      ...ALIAS,
      versions: ['1', '2'],
      thresholds: [{name: 'p90', thresholdMs: 50}],
      ...span,
    });
    if (latency.kind !== 'counts') throw new Error('The sandbox counts values below a threshold.');
    const sums = {all: {'1': 0, '2': 0}, slow: {'1': 0, '2': 0}};
    for (const {version, invocations, above} of latency.minutes) {
      sums.all[version === '1' ? '1' : '2'] += invocations;
      sums.slow[version === '1' ? '1' : '2'] += above.p90 ?? 0;
    }
    expect(sums.slow['2']).toBe(sums.all['2']);
    expect(sums.slow['1']).toBeLessThan(sums.all['1']);
    expect(sums.all['1'] + sums.all['2']).toBe(240);
  });

  test('dropped events are counted for the function', async () => {
    const {client, sdk, port, span} = await twoVersions({slowMs: 1, fails: true});
    const FunctionName = ALIAS.functionName;
    await client.send(
      new sdk.PutFunctionEventInvokeConfigCommand({FunctionName, Qualifier: 'live', MaximumRetryAttempts: 0}),
    );
    for (let call = 0; call < 3; call += 1) {
      await client.send(new sdk.InvokeCommand({FunctionName, Qualifier: 'live', InvocationType: 'Event'}));
    }
    const lost = async () =>
      (await port.readEvents({functionName: FunctionName, ...span})).reduce((sum, each) => sum + each.lost, 0);
    await expect.poll(lost, {timeout: 5_000}).toBe(3);
    const events = await port.readEvents({functionName: FunctionName, ...span});
    expect(events.reduce((sum, each) => sum + each.received, 0)).toBe(3);
  });
});
