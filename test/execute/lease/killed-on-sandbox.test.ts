import {setImmediate as turn} from 'node:timers/promises';
import {describe, expect, it, onTestFinished} from 'vitest';
import {runRollout} from '../../../src/lib/execute/rollout/rollout.js';
import type {AliasState} from '../../../src/lib/model/alias/state.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {observeRollout} from '../../../src/lib/observe/rollout/rollout.js';
import {planRollout} from '../../../src/lib/plan/rollout/rollout.js';
import {stubEnvironment} from '../../aws/stub-aws.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {type Death, mortal} from '../../fakes/mortal.js';
import {someOf} from '../../fakes/some-of.js';
import {isWhole} from '../../fakes/whole.js';
import {aSpec} from '../rollout/rollout-world.js';
import {openSharedSandbox} from '../rollout/shared-sandbox.js';
import {GIVEN_BACK_MS, LEASE} from './leased.js';

const [STABLE, CANDIDATE] = ['1', '2'];
/** Some hundred rollouts over HTTP, on a busy machine. */
const WHOLE_MS = 1_200_000;
/** What the sandbox does at a moment of its clock it does at once, but not in the same turn. */
const TURNS = 50;

/** What a schedule of Scheduler has done. */
interface Delivery {
  readonly at: string;
  readonly schedule: string;
  readonly outcome: string;
}

/** A sandbox with an alias of its own, and requests, for every rollout. */
async function opened(errorRate: number) {
  const {sandbox, client, sdk, ports, clock} = await openSharedSandbox({setEnvironment: stubEnvironment});
  onTestFinished(() => sandbox.close());
  let count = 0;
  const begin = async (death?: Death) => {
    count += 1;
    const ref = {functionName: 'checkout', alias: `live-${count}`};
    const {functionName: FunctionName, alias: Name} = ref;
    await client.send(new sdk.CreateAliasCommand({FunctionName, Name, FunctionVersion: STABLE}));
    sandbox.clearLoads();
    sandbox.setLoad({...ref, perMinute: 600, versions: {[CANDIDATE]: {errorRate}}});
    const {calls, died, ports: mine} = mortal(ports, death);
    const deps = {...mine, events: new EventRecorder()};
    const steps = parseSteps('5%:2m, 50%:2m');
    const spec = aSpec({ref, candidate: CANDIDATE, steps, watchMs: 60_000, lease: LEASE});
    const planned = planRollout(spec, await observeRollout(ports, ref, [CANDIDATE]), clock.now());
    if (!planned.ok || planned.plan.kind !== 'rollout') throw new Error(JSON.stringify(planned));
    const ended = runRollout(deps, planned.plan, new AbortController().signal);
    return {ref, calls, died, ended, alias: () => ports.aliases.getAlias(ref)};
  };
  const deliveries = async () => {
    const answer = await fetch(`${sandbox.endpoint}/_sandbox/deliveries`);
    return ((await answer.json()) as {readonly deliveries: readonly Delivery[]}).deliveries;
  };
  return {begin, clock, deliveries};
}

/** Every call with LAMBDA_RELEASE_TEST=whole; else the first look at the candidate, and some of the writes of alias and lease. */
function callsToTry(calls: readonly string[]): readonly number[] {
  const all = calls.map((_, index) => index);
  if (isWhole) return all;
  const near = all.filter((index) => /^(write|set|renew)/.test(calls[index] ?? ''));
  return [calls.indexOf('readAliasMetrics'), ...someOf(near.length).flatMap((index) => near[index] ?? [])];
}

/** The alias when Scheduler has had its time. */
async function settled(read: () => Promise<AliasState | undefined>): Promise<AliasState | undefined> {
  for (let index = 0; index < TURNS; index += 1) {
    const alias = await read();
    if (!alias?.candidate) return alias;
    await turn();
  }
  return read();
}

describe.each([
  ['a good version', 0, CANDIDATE],
  ['a bad version', 0.5, STABLE],
] as const)('a leased rollout of %s on the sandbox', (name, errorRate, right) => {
  it.each(['before', 'after'] as const)(
    'is left alone by its lease while its process lives; dead %s any of its calls, stable gets everything',
    async (moment) => {
      const {begin, clock, deliveries} = await opened(errorRate);
      const healthy = await begin();
      await healthy.ended;
      await clock.sleep(GIVEN_BACK_MS);
      expect(await healthy.alias()).toMatchObject({stable: right});
      expect(await deliveries()).toEqual([]);
      const tried = callsToTry(healthy.calls);
      const ends: Record<string, number> = {};
      let longestMs = 0;
      for (const index of tried) {
        const {ref, alias, calls, died, ended} = await begin({index, moment});
        await Promise.race([died, ended]);
        const diedMs = clock.now();
        const found = await alias();
        const where = found?.candidate ? 'split' : found?.stable === CANDIDATE ? 'promoted' : 'on stable';
        if (where !== 'split') {
          ends[where] = (ends[where] ?? 0) + 1;
          continue;
        }
        await clock.sleep(GIVEN_BACK_MS);
        const left = await settled(alias);
        if (left?.candidate) {
          // The one request between a move and its lease.
          expect(['after writeAlias', 'before renew']).toContain(`${moment} ${calls.at(-1)}`);
          ends['no lease yet'] = (ends['no lease yet'] ?? 0) + 1;
          continue;
        }
        expect(left).toMatchObject({stable: STABLE});
        const ran = (await deliveries()).filter(({schedule}) => schedule.includes(`/checkout.${ref.alias}.`));
        expect(ran).toMatchObject([{outcome: 'delivered'}]);
        longestMs = Math.max(longestMs, Date.parse(ran[0]?.at ?? '') - diedMs);
        ends.split = (ends.split ?? 0) + 1;
      }
      console.log(
        `${name}: ${tried.length} × process dead ${moment} a call to the sandbox, leased: ${JSON.stringify(ends)}; given back after ${longestMs / 1000} s at most`,
      );
      expect(longestMs).toBeLessThanOrEqual(GIVEN_BACK_MS);
      expect(ends.split ?? 0).toBeGreaterThan(0);
      // Once a step.
      expect(ends['no lease yet'] ?? 0).toBeLessThanOrEqual(2);
    },
    isWhole ? WHOLE_MS : undefined,
  );
});
