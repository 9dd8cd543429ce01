import {toRolloutError} from '../../src/lib/execute/rollout/release-error.js';
import {runRollout} from '../../src/lib/execute/rollout/rollout.js';
import {parseSteps} from '../../src/lib/model/rollout/step.js';
import {observeRollout} from '../../src/lib/observe/rollout/rollout.js';
import {planRollout} from '../../src/lib/plan/rollout/rollout.js';
import {aSpec, REF} from '../../test/execute/rollout/rollout-world.js';
import {openSharedSandbox} from '../../test/execute/rollout/shared-sandbox.js';
import {EventRecorder} from '../../test/fakes/event-recorder.js';

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
  const requestsByMinute = new Map<number, number>();
  const {clock, sandbox, ports} = await openSharedSandbox({
    setEnvironment(environment) {
      Object.assign(process.env, {...environment, AWS_ACCESS_KEY_ID: 'sandbox', AWS_SECRET_ACCESS_KEY: 'sandbox'});
    },
    onCall() {
      const minute = Math.floor(clock.now() / MINUTE_MS);
      requestsByMinute.set(minute, (requestsByMinute.get(minute) ?? 0) + 1);
    },
  });
  let peakBytes = 0;
  const release = async (index: number): Promise<number> => {
    await clock.sleep(index * 1000);
    const ref = {...REF, alias: `car-${index}`};
    const errorRate = isBad(index) ? 0.3 : 0.001;
    await ports.aliases.createAlias({...ref, version: '1', description: ''});
    sandbox.setLoad({...ref, perMinute: 600, seed: index + 1, versions: {1: {errorRate: 0.001}, 2: {errorRate}}});
    const deps = {...ports, events: new EventRecorder()};
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
