import {describe, expect, it} from 'vitest';
import {abortRollout} from '../../../src/lib/execute/rollout/abort.js';
import type {RolloutOutcome} from '../../../src/lib/execute/rollout/outcome.js';
import {promoteRollout} from '../../../src/lib/execute/rollout/promote.js';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {runRollout} from '../../../src/lib/execute/rollout/rollout.js';
import type {RolloutPlan, RolloutSpec} from '../../../src/lib/plan/rollout/plan.js';
import {planRollout} from '../../../src/lib/plan/rollout/rollout.js';
import type {Fault} from '../../fakes/call-gate.js';
import {awsError} from '../../fakes/fake-functions.js';
import type {Traffic} from '../../fakes/fake-metrics.js';
import {someOf} from '../../fakes/some-of.js';
import {
  aProcess,
  aSpec,
  aWorld,
  BAD,
  GOOD,
  observed,
  Process,
  path,
  REF,
  resume,
  START_MS,
} from '../rollout/rollout-world.js';
import {tickToTheEnd} from '../tick/ticking.js';

const STABLE_HAS_FIVE = {'checkout:6': 5};
const CANDIDATE_HAS_FIVE = {'checkout:7': 5};

/** An alias at rest on version 6, which has five environments of its own. */
function aReadyProcess(traffic: Traffic): Process {
  const world = aWorld();
  world.provisioned.set('checkout:6', 5);
  return aProcess(traffic, world);
}

function held({world}: Process): Record<string, number> {
  return Object.fromEntries(world.provisioned);
}

function planOf(process: Process, spec: Partial<RolloutSpec> = {}): RolloutPlan {
  const provisioned = [{qualifier: '6', requested: 5, allocated: 5, status: 'READY'}];
  const seen = observed(process.world.newest(REF), {capacity: {provisioned, unreserved: 900}});
  const planned = planRollout(aSpec(spec), seen, process.clock.now());
  if (!planned.ok || planned.plan.kind !== 'rollout') throw new Error(`Not planned: ${JSON.stringify(planned)}`);
  return planned.plan;
}

function run(process: Process, spec: Partial<RolloutSpec> = {}): Promise<RolloutOutcome> {
  return runRollout(process.deps, planOf(process, spec), process.controller.signal);
}

function leftText(process: Process): string {
  const left = process.events.of('warning').filter(({code}) => code === 'PROVISIONED_LEFT');
  return left.map(({message}) => message).join('\n');
}

/** What has traffic is ready, and whatever else is billed has been told with the command that ends it. */
function expectReadyOrTold(process: Process, outcome: RolloutOutcome): void {
  const exitCode = toRolloutError(outcome)?.exitCode ?? 0;
  const [serves, other] = exitCode === 0 ? ['7', '6'] : ['6', '7'];
  if (exitCode === 6) return;
  expect(process.world.newest(REF)?.stable).toBe(serves);
  expect(held(process)).toHaveProperty([`checkout:${serves}`], 5);
  if (!(`checkout:${other}` in held(process))) return;
  expect(leftText(process)).toContain(`lambda-release concurrency unprovision checkout:${other}`);
}

describe('a rollout over a version with environments of its own', () => {
  it('has as many ready for the candidate before the first move, and gives up those of stable after the watch', async () => {
    const process = aReadyProcess(GOOD);
    const seen: string[] = [];
    const write = process.deps.aliases.writeAlias.bind(process.deps.aliases);
    process.deps.aliases.writeAlias = (request, signal) => {
      seen.push(Object.keys(held(process)).join(' '));
      return write(request, signal);
    };
    expect((await run(process)).kind).toBe('promoted');
    expect(seen.length).toBeGreaterThan(3);
    expect(new Set(seen)).toEqual(new Set(['checkout:6 checkout:7']));
    expect(held(process)).toEqual(CANDIDATE_HAS_FIVE);
    const changes = process.events.events.filter(({type}) => type === 'provisioned.changed');
    expect(changes).toMatchObject([
      {version: '7', requested: 5},
      {version: '6', requested: 0},
    ]);
  });

  it('gives up those of a candidate that is taken back', async () => {
    const process = aReadyProcess(BAD);
    expect((await run(process)).kind).toBe('rolledBack');
    expect(held(process)).toEqual(STABLE_HAS_FIVE);
  });

  it('keeps both when it is held or detached, and whoever ends it gives up the right ones', async () => {
    const aborted = aReadyProcess(GOOD);
    expect((await run(aborted, {detach: true})).kind).toBe('detached');
    expect(held(aborted)).toEqual({...STABLE_HAS_FIVE, ...CANDIDATE_HAS_FIVE});
    await abortRollout(aborted.deps, REF);
    expect(held(aborted)).toEqual(STABLE_HAS_FIVE);

    const promoted = aReadyProcess(GOOD);
    await run(promoted, {detach: true, watchMs: 0});
    await promoteRollout(promoted.deps, {full: true}, observed(promoted.world.newest(REF)));
    expect(held(promoted)).toEqual(CANDIDATE_HAS_FIVE);

    const resumed = aReadyProcess(GOOD);
    await run(resumed, {detach: true});
    expect((await resume(resumed)).kind).toBe('promoted');
    expect(held(resumed)).toEqual(CANDIDATE_HAS_FIVE);

    const ticked = aReadyProcess(BAD);
    await run(ticked, {detach: true});
    await tickToTheEnd(ticked.world, ticked.clock.now(), BAD);
    expect(held(ticked)).toEqual(STABLE_HAS_FIVE);
  });

  it('that somebody ends who may not see it, or not take it off, is ended at once', async () => {
    for (const [call, told] of [
      ['getProvisioned', ''],
      ['deleteProvisioned', 'lambda-release concurrency unprovision checkout:7'],
    ] as const) {
      const process = aReadyProcess(GOOD);
      await run(process, {detach: true});
      const nowMs = process.clock.now();
      const denied = {kind: 'fail', error: awsError('ACCESS_DENIED')} as const;
      process.gate.always = (each) => (each === call ? denied : undefined);
      expect((await abortRollout(process.deps, REF)).kind).toBe('done');
      expect(process.clock.now() - nowMs).toBeLessThan(5_000);
      expect(leftText(process)).toContain(told);
      expect(leftText(process) === '').toBe(told === '');
    }
  });

  it('leaves a version alone that another alias serves', async () => {
    const process = aReadyProcess(GOOD);
    process.world.put({functionName: 'checkout', alias: 'staging', stable: '6', description: ''}, START_MS);
    await run(process);
    expect(held(process)).toEqual({...STABLE_HAS_FIVE, ...CANDIDATE_HAS_FIVE});
    expect(leftText(process)).toContain('checkout:staging sends it traffic');
  });

  it('without any for the candidate leaves those of stable, and says so before and after', async () => {
    const process = aReadyProcess(GOOD);
    const plan = planOf(process, {provisioned: 0});
    expect(plan.warnings.map(({code}) => code)).toContain('PROVISIONED_NOT_STAGED');
    await runRollout(process.deps, plan, process.controller.signal);
    expect(held(process)).toEqual(STABLE_HAS_FIVE);
    expect(leftText(process)).toContain('lambda-release concurrency unprovision checkout:6');
  });
});

describe('environments that AWS does not provide', () => {
  it('move no traffic, end with 4, and are asked for no longer', async () => {
    const process = aReadyProcess(GOOD);
    const put = process.deps.provisioned.putProvisioned.bind(process.deps.provisioned);
    process.deps.provisioned.putProvisioned = async (ref, requested, signal) => ({
      ...(await put(ref, requested, signal)),
      status: 'FAILED',
      statusReason: 'The handler could not be initialised.',
    });
    const outcome = await run(process);
    const error = toRolloutError(outcome);
    expect(error).toMatchObject({exitCode: 4, code: 'PROVISIONING_FAILED', traffic: 'untouched'});
    expect(path(process.world)).toEqual([]);
    expect(held(process)).toEqual(STABLE_HAS_FIVE);
  });

  it('that take too long are given up, too', async () => {
    const process = aReadyProcess(GOOD);
    const get = process.deps.provisioned.getProvisioned.bind(process.deps.provisioned);
    process.deps.provisioned.getProvisioned = async (ref, signal) => {
      const state = await get(ref, signal);
      return state && {...state, allocated: 1, status: 'IN_PROGRESS'};
    };
    const error = toRolloutError(await run(process));
    expect(error).toMatchObject({exitCode: 4, code: 'PROVISIONING_SLOW'});
    expect(held(process)).toEqual(STABLE_HAS_FIVE);
  });

  it('are taken off when the first move is refused, unless they were there before', async () => {
    for (const was of [undefined, 5]) {
      const process = aReadyProcess(GOOD);
      if (was !== undefined) process.world.provisioned.set('checkout:7', was);
      process.gate.always = (call) =>
        call === 'writeAlias' ? {kind: 'fail', error: awsError('ACCESS_DENIED')} : undefined;
      expect((await run(process)).kind).toBe('refusedByAws');
      expect(held(process)).toEqual(was === undefined ? STABLE_HAS_FIVE : {...STABLE_HAS_FIVE, ...CANDIDATE_HAS_FIVE});
    }
  });
});

describe.each<readonly [string, Traffic]>([
  ['a good version', GOOD],
  ['a bad version', BAD],
])('every port call of %s that is kept ready', (_name, traffic) => {
  async function callsOf(): Promise<number> {
    const process = aReadyProcess(traffic);
    await run(process, {watchMs: 60_000});
    return process.gate.calls.length;
  }

  async function sweep(inject: (process: Process) => Fault, check: (p: Process, o: RolloutOutcome) => void) {
    const calls = await callsOf();
    for (const index of someOf(calls)) {
      const process = aReadyProcess(traffic);
      process.gate.faults.set(index, inject(process));
      check(process, await run(process, {watchMs: 60_000}));
    }
  }

  it.each(['fail', 'lose', 'hang', 'hangAfter'] as const)('may %s once', async (kind) => {
    await sweep(() => ({kind}), expectReadyOrTold);
  });

  it.each(['before', 'after'] as const)('may meet a signal just %s it', async (kind) => {
    const signalsMs = new Map<Process, number>();
    const interrupt = (process: Process) => {
      signalsMs.set(process, process.clock.now());
      process.interrupt();
    };
    await sweep(
      (process) => ({kind, action: () => interrupt(process)}),
      (process, outcome) => {
        expectReadyOrTold(process, outcome);
        expect(process.clock.now() - (signalsMs.get(process) ?? 0)).toBeLessThanOrEqual(5_000);
      },
    );
  });

  it('may hang until a signal comes, and is left within five seconds', async () => {
    const signalsMs = new Map<Process, number>();
    await sweep(
      (process) => ({
        kind: 'hang',
        action: () => {
          const signalMs = process.clock.now() + 1_000;
          signalsMs.set(process, signalMs);
          process.clock.at(signalMs, () => process.interrupt());
        },
      }),
      (process, outcome) => {
        expectReadyOrTold(process, outcome);
        const signalMs = signalsMs.get(process) ?? process.clock.now();
        expect(process.clock.now() - signalMs).toBeLessThanOrEqual(5_000);
      },
    );
  });

  it('may begin an outage of a minute', async () => {
    await sweep((process) => {
      let endMs: number | undefined;
      process.gate.always = () => (endMs !== undefined && process.clock.now() < endMs ? {kind: 'fail'} : undefined);
      return {
        kind: 'before',
        action: () => {
          endMs = process.clock.now() + 60_000;
        },
      };
    }, expectReadyOrTold);
  });

  it.each(['dieBefore', 'dieAfter'] as const)(
    'may be its last (%s): who aborts it keeps nothing ready',
    async (kind) => {
      const calls = await callsOf();
      for (const index of someOf(calls)) {
        const process = aReadyProcess(traffic);
        process.gate.faults.set(index, {kind});
        await Promise.race([run(process, {watchMs: 60_000}), process.gate.death]);
        process.clock.stop();
        const heir = new Process(process.world, process.clock.now() + 60_000, traffic);
        const outcome = await abortRollout(heir.deps, REF);
        if (outcome.kind !== 'done' || !outcome.changed) continue;
        expect(held(heir)).toEqual(STABLE_HAS_FIVE);
      }
    },
  );
});
