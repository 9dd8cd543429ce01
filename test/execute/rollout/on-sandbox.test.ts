import {describe, expect, onTestFinished, test} from 'vitest';
import {type AnalysisSettings, DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {createWiring} from '../../../src/lib/cli/wiring.js';
import {runRollout} from '../../../src/lib/execute/rollout/rollout.js';
import {formatClockSpeed} from '../../../src/lib/model/clock-speed.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {observeRollout} from '../../../src/lib/observe/rollout/rollout.js';
import {planRollout} from '../../../src/lib/plan/rollout/rollout.js';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import {startTraffic} from '../../../src/lib/sandbox/traffic/start-traffic.js';
import {stubEnvironment} from '../../aws/stub-aws.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {zipOf} from '../../sandbox/zip-of.js';
import {aSpec, REF} from './rollout-world.js';

/** A minute of the sandbox is a fifth of a second. */
const SPEED = 300;

/**
 * `checkout:live` on version 1 under traffic; version 2 does the same, `slowMs` slower on the wall. A call takes 0 to 60 ms
 * by itself, so that the few milliseconds a busy machine adds do not make stable slow by its own measure.
 */
async function underTraffic({slowMs}: {readonly slowMs: number}) {
  const sandbox = await startSandbox({speed: SPEED, updateDelayMs: 0, metricsDelayMs: 1000, requestsPerSecond: 0});
  onTestFinished(() => sandbox.close());
  const environment = {
    AWS_ENDPOINT_URL: sandbox.endpoint,
    AWS_REGION: sandbox.region,
    LAMBDA_RELEASE_CLOCK: formatClockSpeed(sandbox.clock.speed),
  };
  stubEnvironment(environment);
  const {client, sdk} = await new AwsClients().lambda();
  const FunctionName = REF.functionName;
  const code = (waitMs: number) =>
    zipOf({
      'index.mjs': `import {setTimeout} from 'node:timers/promises';
        export const handler = () => setTimeout(${waitMs} + 60 * Math.random(), 'done');`,
    });
  const Role = 'arn:aws:iam::000000000000:role/checkout';
  const Code = {ZipFile: await code(0)};
  await client.send(
    new sdk.CreateFunctionCommand({FunctionName, Role, Runtime: 'nodejs22.x', Handler: 'index.handler', Code}),
  );
  sandbox.settle();
  await client.send(new sdk.PublishVersionCommand({FunctionName}));
  await client.send(new sdk.UpdateFunctionCodeCommand({FunctionName, ZipFile: await code(slowMs)}));
  sandbox.settle();
  await client.send(new sdk.PublishVersionCommand({FunctionName}));
  await client.send(new sdk.CreateAliasCommand({FunctionName, Name: REF.alias, FunctionVersion: '1'}));
  const ended = new AbortController();
  const traffic = startTraffic({endpoint: sandbox.endpoint, ref: REF, rps: 80, signal: ended.signal});
  onTestFinished(async () => {
    ended.abort();
    await traffic;
  });
  const deps = {...createWiring({}, environment), events: new EventRecorder()};
  return {
    deps,
    client,
    sdk,
    async release(steps: string, settings: Partial<AnalysisSettings>) {
      const spec = aSpec({
        candidate: '2',
        steps: parseSteps(steps),
        watchMs: 0,
        settings: {...DEFAULT_SETTINGS, ...settings},
      });
      const planned = planRollout(spec, await observeRollout(deps, REF, ['2']), deps.clock.now());
      if (!planned.ok || planned.plan.kind !== 'rollout') throw new Error(JSON.stringify(planned));
      return runRollout(deps, planned.plan, new AbortController().signal);
    },
  };
}

describe('a rollout on the sandbox', () => {
  test('is held while the account throttles its callers, and blames nobody', async () => {
    const {client, sdk, deps, release} = await underTraffic({slowMs: 0.5});
    await deps.clock.sleep(60_000);
    const reserve = {FunctionName: REF.functionName, ReservedConcurrentExecutions: 0};
    await client.send(new sdk.PutFunctionConcurrencyCommand(reserve));
    const outcome = await release('50%:1m', {});
    expect(outcome).toMatchObject({
      kind: 'held',
      cause: {kind: 'incident', message: expect.stringContaining('throttled: the alias refused')},
    });
    expect(outcome.record.throttles).toBeGreaterThan(0);
  });
});
