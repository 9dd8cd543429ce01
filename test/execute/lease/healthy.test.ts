import {describe, expect, it} from 'vitest';
import {abortRollout} from '../../../src/lib/execute/rollout/abort.js';
import {holdRollout, leaseHold} from '../../../src/lib/execute/rollout/hold.js';
import {promoteRollout} from '../../../src/lib/execute/rollout/promote.js';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import type {AliasState} from '../../../src/lib/model/alias/state.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {awsError} from '../../fakes/fake-functions.js';
import {BAD, GOOD, observed, Process, path, REF, resume} from '../rollout/rollout-world.js';
import {once} from '../tick/ticking.js';
import {aLeasedProcess, GIVEN_BACK_MS, LEASE, runLeased} from './leased.js';

const MINUTE_MS = 60_000;

/** The same, each of whose reads of metrics takes so long. */
function slow(process: Process, msOf: (read: number) => number): Process {
  const {metrics} = process.deps;
  const read = metrics.readAliasMetrics.bind(metrics);
  let count = 0;
  metrics.readAliasMetrics = async (...query) => {
    await process.clock.sleep(msOf(++count));
    return read(...query);
  };
  return process;
}

describe('the lease of a healthy rollout', () => {
  it.each([
    ['of a process that is quick', 0],
    ['of a process whose every look takes half a minute', 14_000],
  ])('never runs: %s', async (_name, ms) => {
    const process = slow(aLeasedProcess(), () => ms);
    expect((await runLeased(process, {steps: parseSteps('5%:10m, 50%:20m')})).kind).toBe('promoted');
    expect(process.deps.leases.standing).toEqual({leases: new Map(), ran: []});
  });

  it('is renewed while hooks take as long as they may', async () => {
    const process = aLeasedProcess();
    process.deps.commands.run = async () => {
      await process.clock.sleep(5 * MINUTE_MS);
      return {exitCode: 0, timedOut: false};
    };
    const hook = {command: 'check', folder: '/'};
    const checks = {smoke: [], hooks: {afterStep: hook, beforeShift: hook, beforePromote: hook}};
    expect((await runLeased(process, {checks})).kind).toBe('promoted');
    expect(process.deps.leases.standing).toEqual({leases: new Map(), ran: []});
  });

  it('outlives failures of Scheduler, which are told once', async () => {
    const process = aLeasedProcess();
    let renewals = 0;
    process.gate.always = (call) =>
      call === 'renewLease' && ++renewals > 3 && renewals < 6 ? {kind: 'fail'} : undefined;
    expect((await runLeased(process)).kind).toBe('promoted');
    expect(process.events.of('warning').map(({code}) => code)).toEqual(['LEASE_NOT_RENEWED']);
    expect(process.deps.leases.standing.ran).toEqual([]);
  });
});

it.each([20, 21, 22, 23, 25, 26, 27])(
  'a process that is suspended at its call %s until its lease has run ends with 5, and writes nothing any more',
  async (index) => {
    const process = aLeasedProcess();
    process.gate.faults.set(index, {
      kind: 'before',
      action: () => {
        process.clock.jump(20 * MINUTE_MS);
        process.deps.leases.runDue(REF);
      },
    });
    const outcome = await runLeased(process);
    expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'lease'}});
    expect(toRolloutError(outcome)).toMatchObject({exitCode: 5, code: 'ROLLED_BACK_LEASE'});
    expect(path(process.world).slice(-2)).toEqual([expect.stringMatching(/^7@/), '6']);
    expect(process.deps.leases.standing).toMatchObject({leases: new Map(), ran: [{tookBack: true}]});
  },
);

describe('a lease that cannot be had', () => {
  const denied = {kind: 'fail', error: awsError('ACCESS_DENIED')} as const;

  it('ends a rollout before anything moves, unless it is not required', async () => {
    const process = aLeasedProcess();
    process.gate.always = (call) => (/Lease$/.test(call) ? denied : undefined);
    const outcome = await runLeased(process);
    expect(toRolloutError(outcome)).toMatchObject({exitCode: 4, code: 'ACCESS_DENIED'});
    expect(path(process.world)).toEqual([]);
    expect(process.deps.policies.kept.size).toBe(0);
    expect((await runLeased(process, {lease: {...LEASE, required: false}})).kind).toBe('promoted');
    expect(process.events.of('warning').map(({code}) => code)).toContain('LEASE_NOT_HAD');
  });

  it('of the first move gives the traffic back', async () => {
    const process = aLeasedProcess();
    let given = false;
    process.gate.always = (call) => {
      const isLater = given;
      given ||= call === 'setLease';
      return isLater && /^(set|renew)Lease$/.test(call) ? denied : undefined;
    };
    const outcome = await runLeased(process);
    expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'lease'}});
    expect(path(process.world)).toEqual(['7@5', '6']);
  });
});

describe('a person beside a leased rollout', () => {
  async function begun(): Promise<Process> {
    const process = aLeasedProcess();
    await runLeased(process, {detach: true});
    expect(process.deps.leases.standing.leases.size).toBe(1);
    return process;
  }
  const newest = (process: Process) => process.world.newest(REF) as AliasState;

  it('who holds it ends its lease', async () => {
    const process = await begun();
    await holdRollout(process.deps, REF);
    await process.clock.sleep(GIVEN_BACK_MS);
    expect(newest(process).candidate?.weightPercent).toBe(5);
    expect(process.deps.leases.standing).toEqual({leases: new Map(), ran: []});
  });

  it('who holds it by a lease of four hours has it taken back then, whoever looks at it meanwhile', async () => {
    const process = await begun();
    await holdRollout(process.deps, REF);
    await leaseHold(process.deps, newest(process), {role: LEASE.role, lengthMs: 240 * MINUTE_MS});
    await process.clock.sleep(230 * MINUTE_MS);
    expect(await once(process)).toMatchObject({kind: 'ended', outcome: {kind: 'held'}});
    expect(newest(process).candidate?.weightPercent).toBe(5);
    await process.clock.sleep(13 * MINUTE_MS);
    expect(newest(process).candidate).toBeUndefined();
  });

  it('who aborts it, or moves it on, leaves no lease of another state', async () => {
    const process = await begun();
    await promoteRollout(process.deps, {full: false}, observed(newest(process)));
    expect(process.deps.leases.standing.leases.get('checkout:live')?.revisionId).toBe(newest(process).revisionId);
    await abortRollout(process.deps, REF);
    expect(process.deps.leases.standing).toEqual({leases: new Map(), ran: []});
  });
});

describe('whoever goes on with a leased rollout goes on with its lease', () => {
  it('by resuming it', async () => {
    const process = aLeasedProcess();
    await runLeased(process, {detach: true});
    expect((await resume(process, {lease: LEASE})).kind).toBe('promoted');
    expect(process.deps.leases.standing).toEqual({leases: new Map(), ran: []});
  });

  it.each([
    ['a good version', GOOD, 'promoted', '7'],
    ['a bad one', BAD, 'rolledBack', '6'],
  ] as const)('by ticks, each of a process of its own: %s', async (_name, traffic, kind, stable) => {
    const first = aLeasedProcess(traffic);
    await runLeased(first, {detach: true});
    for (;;) {
      await first.clock.sleep(MINUTE_MS);
      const ticked = await once(new Process(first.world, first.clock, traffic));
      if (!('outcome' in ticked)) continue;
      expect(ticked.outcome.kind).toBe(kind);
      break;
    }
    expect(first.world.newest(REF)?.stable).toBe(stable);
    expect(first.deps.leases.standing).toEqual({leases: new Map(), ran: []});
  });
});
