import {onTestFinished} from 'vitest';
import {type AnalysisSettings, DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {runRollout} from '../../../src/lib/execute/rollout/rollout.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {observeRollout} from '../../../src/lib/observe/rollout/rollout.js';
import {planRollout} from '../../../src/lib/plan/rollout/rollout.js';
import type {LoadInput} from '../../../src/lib/sandbox/load/load.js';
import {stubEnvironment} from '../../aws/stub-aws.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {aSpec, REF} from './rollout-world.js';
import {openSharedSandbox} from './shared-sandbox.js';

export const MINUTE_MS = 60_000;

export interface Scenario {
  readonly perMinute: number;
  readonly versions: LoadInput['versions'];
  /** Seconds that version 2 may take. */
  readonly timeout?: number;
}

/** `checkout:live` on version 1, version 2 to be released, and as much traffic as the scenario says. */
export async function staged({perMinute, versions, timeout = 3}: Scenario) {
  const {sandbox, client, sdk, ports} = await openSharedSandbox({setEnvironment: stubEnvironment, timeout});
  onTestFinished(() => sandbox.close());
  await client.send(
    new sdk.CreateAliasCommand({FunctionName: REF.functionName, Name: REF.alias, FunctionVersion: '1'}),
  );
  const load = (changed: LoadInput['versions']) => sandbox.setLoad({...REF, perMinute, versions: changed});
  load(versions);
  const events = new EventRecorder();
  const deps = {...ports, events};
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
