import {AwsClients} from '../../src/lib/aws/clients.js';
import {createWiring} from '../../src/lib/cli/wiring.js';
import {toRolloutError} from '../../src/lib/execute/rollout/release-error.js';
import {runRollout} from '../../src/lib/execute/rollout/rollout.js';
import {parseSteps} from '../../src/lib/model/rollout/step.js';
import {observeRollout} from '../../src/lib/observe/rollout/rollout.js';
import {planRollout} from '../../src/lib/plan/rollout/rollout.js';
import {startSandbox} from '../../src/lib/sandbox/start.js';
import {aSpec, START_MS} from '../../test/execute/rollout/rollout-world.js';
import {SharedClock} from '../../test/execute/rollout/shared-clock.js';
import {EventRecorder} from '../../test/fakes/event-recorder.js';
import {zipOf} from '../../test/sandbox/zip-of.js';

const FUNCTION = 'checkout';
const MINUTE_MS = 60_000;
/** Every so many rollouts one of a version that fails. */
const BAD_EVERY = 10;

export interface ManyRollouts {
  readonly rollouts: number;
  readonly promoted: number;
  readonly takenBack: number;
  /** Those that ended otherwise than their version deserved. */
  readonly wrong: number;
  /** Requests to Lambda and CloudWatch in all, and in the busiest minute of the sandbox's clock. */
  readonly requests: number;
  readonly busiestMinute: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

/**
 * Releases as many aliases side by side in this process, against a sandbox whose clock stands still for answers; a tenth of
 * the versions fail. They begin one second after the other, since AWS takes fifteen control-plane requests a second.
 */
export async function manyRollouts(count: number): Promise<ManyRollouts> {
  const clock = new SharedClock(START_MS);
  const sandbox = await startSandbox({
    clock: clock.ofSandbox,
    updateDelayMs: 0,
    metricsDelayMs: 1000,
    requestsPerSecond: 0,
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: sandbox.endpoint,
    AWS_REGION: sandbox.region,
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
  });
  const {client, sdk} = await new AwsClients().lambda();
  const publish = async () => {
    sandbox.settle();
    await client.send(new sdk.PublishVersionCommand({FunctionName: FUNCTION}));
  };
  const Code = {ZipFile: await zipOf({'index.mjs': 'export const handler = () => 1;'})};
  const Role = 'arn:aws:iam::000000000000:role/checkout';
  await client.send(
    new sdk.CreateFunctionCommand({
      FunctionName: FUNCTION,
      Role,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code,
    }),
  );
  await publish();
  await client.send(new sdk.UpdateFunctionConfigurationCommand({FunctionName: FUNCTION, Description: 'The next one.'}));
  await publish();

  const requestsByMinute = new Map<number, number>();
  const counted = <Port extends object>(port: Port): Port =>
    clock.stoppedBy(
      new Proxy(port, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name, target);
          if (typeof member !== 'function') return member;
          return (...values: unknown[]) => {
            const minute = Math.floor(clock.now() / MINUTE_MS);
            requestsByMinute.set(minute, (requestsByMinute.get(minute) ?? 0) + 1);
            return member.apply(target, values);
          };
        },
      }),
    );
  const ports = createWiring({}, {});
  const shared = {
    ...ports,
    clock,
    aliases: counted(ports.aliases),
    metrics: counted(ports.metrics),
    signals: counted(ports.signals),
    functions: counted(ports.functions),
  };
  let peakBytes = 0;
  const release = async (index: number): Promise<number> => {
    await clock.sleep(index * 1000);
    const ref = {functionName: FUNCTION, alias: `car-${index}`};
    const errorRate = isBad(index) ? 0.3 : 0.001;
    await shared.aliases.createAlias({...ref, version: '1', description: ''});
    sandbox.setLoad({...ref, perMinute: 600, seed: index + 1, versions: {1: {errorRate: 0.001}, 2: {errorRate}}});
    const deps = {...shared, events: new EventRecorder()};
    const spec = aSpec({ref, candidate: '2', steps: parseSteps('10%:5m, 50%:5m'), watchMs: 5 * MINUTE_MS});
    const planned = planRollout(spec, await observeRollout(deps, ref, ['2']), clock.now());
    if (!planned.ok || planned.plan.kind !== 'rollout') throw new Error(JSON.stringify(planned));
    const outcome = await runRollout(deps, planned.plan, new AbortController().signal);
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
    return toRolloutError(outcome)?.exitCode ?? 0;
  };
  const cpu = process.cpuUsage();
  const exits = await Promise.all(Array.from({length: count}, (_, index) => release(index)));
  const {user, system} = process.cpuUsage(cpu);
  await sandbox.close();
  return {
    rollouts: count,
    promoted: exits.filter((code) => code === 0).length,
    takenBack: exits.filter((code) => code === 5).length,
    wrong: exits.filter((code, index) => code !== (isBad(index) ? 5 : 0)).length,
    requests: [...requestsByMinute.values()].reduce((sum, each) => sum + each, 0),
    busiestMinute: Math.max(...requestsByMinute.values()),
    cpuSeconds: (user + system) / 1e6,
    peakMegabytes: peakBytes / 1e6,
  };
}

function isBad(index: number): boolean {
  return index % BAD_EVERY === 0;
}
