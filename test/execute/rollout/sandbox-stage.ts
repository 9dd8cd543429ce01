import {onTestFinished} from 'vitest';
import {type AnalysisSettings, DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {createWiring} from '../../../src/lib/cli/wiring.js';
import {runRollout} from '../../../src/lib/execute/rollout/rollout.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {observeRollout} from '../../../src/lib/observe/rollout/rollout.js';
import {planRollout} from '../../../src/lib/plan/rollout/rollout.js';
import type {LoadInput} from '../../../src/lib/sandbox/load/load.js';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import type {Ports} from '../../../src/lib/service/ports.js';
import {stubEnvironment} from '../../aws/stub-aws.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {zipOf} from '../../sandbox/zip-of.js';
import {aSpec, REF, START_MS} from './rollout-world.js';
import {SharedClock} from './shared-clock.js';

export const MINUTE_MS = 60_000;

export interface Scenario {
  readonly perMinute: number;
  readonly versions: LoadInput['versions'];
  /** Seconds that version 2 may take. */
  readonly timeout?: number;
}

/** `checkout:live` on version 1, version 2 to be released, and as much traffic as the scenario says. */
export async function staged({perMinute, versions, timeout = 3}: Scenario) {
  const clock = new SharedClock(START_MS);
  const sandbox = await startSandbox({
    clock: clock.ofSandbox,
    updateDelayMs: 0,
    metricsDelayMs: 1000,
    requestsPerSecond: 0,
  });
  onTestFinished(() => sandbox.close());
  const environment = {
    AWS_ENDPOINT_URL: sandbox.endpoint,
    AWS_REGION: sandbox.region,
  };
  stubEnvironment(environment);
  const {client, sdk} = await new AwsClients().lambda();
  const FunctionName = REF.functionName;
  const publish = async () => {
    sandbox.settle();
    await client.send(new sdk.PublishVersionCommand({FunctionName}));
  };
  const Code = {ZipFile: await zipOf({'index.mjs': 'export const handler = () => 1;'})};
  const Role = 'arn:aws:iam::000000000000:role/checkout';
  await client.send(
    new sdk.CreateFunctionCommand({FunctionName, Role, Runtime: 'nodejs22.x', Handler: 'index.handler', Code}),
  );
  await publish();
  const change = {FunctionName, Description: 'The next one.', Timeout: timeout};
  await client.send(new sdk.UpdateFunctionConfigurationCommand(change));
  await publish();
  await client.send(new sdk.CreateAliasCommand({FunctionName, Name: REF.alias, FunctionVersion: '1'}));
  const load = (changed: LoadInput['versions']) => sandbox.setLoad({...REF, perMinute, versions: changed});
  load(versions);
  const events = new EventRecorder();
  const deps = {...stoppedWiring(clock, environment), clock, events};
  return {
    sandbox,
    client,
    sdk,
    deps,
    events,
    load,
    alias: () => deps.aliases.getAlias(REF),
    async plan(steps: string, settings: Partial<AnalysisSettings> = {}, watchMs = 0) {
      const judged = {...DEFAULT_SETTINGS, ...settings};
      const spec = aSpec({candidate: '2', steps: parseSteps(steps), watchMs, settings: judged});
      const planned = planRollout(spec, await observeRollout(deps, REF, ['2']), deps.clock.now());
      if (!planned.ok || planned.plan.kind !== 'rollout') throw new Error(JSON.stringify(planned));
      return planned.plan;
    },
    async release(steps: string) {
      return runRollout(deps, await this.plan(steps), new AbortController().signal);
    },
  };
}

export type Stage = Awaited<ReturnType<typeof staged>>;

/** The real ports, for whose answers the clock stands still. */
function stoppedWiring(clock: SharedClock, environment: Readonly<Record<string, string>>): Ports {
  const ports = Object.entries(createWiring({}, environment)).map(([name, port]) => [name, clock.stoppedBy(port)]);
  return Object.fromEntries(ports);
}
