import {describe, expect, it} from 'vitest';
import {abortRollout} from '../../../src/lib/execute/rollout/abort.js';
import type {RolloutOutcome} from '../../../src/lib/execute/rollout/outcome.js';
import {toMoveError, toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {rolloutStanding} from '../../../src/lib/model/rollout/standing.js';
import type {RolloutSpec} from '../../../src/lib/plan/rollout/plan.js';
import type {Fault} from '../../fakes/call-gate.js';
import type {Traffic} from '../../fakes/fake-metrics.js';
import {someOf} from '../../fakes/some-of.js';
import {aProcess, BAD, GOOD, Process, path, REF, RESTORED, resume} from './rollout-world.js';

const TARGET = {stable: '7', description: 'Checkout, the live one. [7 was 6 5]'};
const STABLE = {stable: '6', description: expect.stringMatching(RESTORED)};
const FIVE_SECONDS_MS = 5_000;

const RELEASES: readonly (readonly [string, Traffic, Partial<RolloutSpec>])[] = [
  ['a good version', GOOD, {watchMs: 60_000}],
  ['a bad version', BAD, {}],
  ['a good version that is not watched', GOOD, {watchMs: 0}],
];

/** Calls that a rollout makes when nothing goes wrong. */
async function callsOf(traffic: Traffic, spec: Partial<RolloutSpec>): Promise<number> {
  const process = aProcess(traffic);
  await process.run(spec);
  return process.gate.calls.length;
}

/** The exit code and the alias must tell the same story. */
function expectHonest(process: Process, outcome: RolloutOutcome): void {
  const alias = process.world.newest(REF);
  const exitCode = toRolloutError(outcome)?.exitCode ?? 0;
  switch (exitCode) {
    case 0:
      expect(alias?.stable).toBe('7');
      expect(alias?.candidate).toBeUndefined();
      // Only the marker may stay behind, and then it is said.
      if (!warnings(process).includes('MARKER_LEFT')) expect(alias?.description).toBe(TARGET.description);
      return;
    case 4:
      expect(path(process.world)).toEqual([]);
      return;
    case 5:
    case 130:
    case 143:
      expect(alias).toMatchObject(STABLE);
      expect(alias?.candidate).toBeUndefined();
      return;
    default:
      expect(exitCode).toBe(6);
  }
}

function warnings(process: Process): string[] {
  return process.events.of('warning').map(({code}) => code);
}

describe.each(RELEASES)('every port call of %s', (name, traffic, spec) => {
  async function sweep(
    inject: (process: Process, index: number) => Fault,
    check: (p: Process, o: RolloutOutcome) => void,
  ) {
    const calls = await callsOf(traffic, spec);
    const tried = someOf(calls);
    const exits: Record<string, number> = {};
    for (const index of tried) {
      const process = aProcess(traffic);
      process.gate.faults.set(index, inject(process, index));
      const outcome = await process.run(spec);
      check(process, outcome);
      const exit = toRolloutError(outcome)?.exitCode ?? 0;
      exits[exit] = (exits[exit] ?? 0) + 1;
    }
    expect(calls).toBeGreaterThan(5);
    return {calls: tried.length, exits};
  }

  function report(what: string, {calls, exits}: {calls: number; exits: Record<string, number>}): void {
    console.log(`${name}: ${calls} × ${what}; exit codes ${JSON.stringify(exits)}`);
  }

  it('may fail once', async () => {
    const swept = await sweep(() => ({kind: 'fail'}), expectHonest);
    report('failed', swept);
    expect(swept.exits[6] ?? 0).toBe(0);
  });

  it('may lose its answer once', async () => {
    const swept = await sweep(() => ({kind: 'lose'}), expectHonest);
    report('answer lost', swept);
    expect(swept.exits[6] ?? 0).toBe(0);
  });

  it('may be the last one that AWS answers', async () => {
    const swept = await sweep(
      (process, index) => {
        process.gate.always = (_, call) => (call > index ? {kind: 'fail'} : undefined);
        return {kind: 'fail'};
      },
      (process, outcome) => {
        expectHonest(process, outcome);
        if (outcome.kind !== 'notRestored') return;
        expect(outcome.repair).toHaveLength(2);
      },
    );
    report('AWS gone for good', swept);
  });

  it('may begin an outage of a minute', async () => {
    const swept = await sweep((process) => {
      let endMs: number | undefined;
      process.gate.always = () => (endMs !== undefined && process.clock.now() < endMs ? {kind: 'fail'} : undefined);
      return {
        kind: 'before',
        action: () => {
          endMs = process.clock.now() + 60_000;
        },
      };
    }, expectHonest);
    report('outage of a minute', swept);
    expect(swept.exits[6] ?? 0).toBe(0);
  });

  it.each(['before', 'after'] as const)('may meet a signal just %s it', async (kind) => {
    const swept = await sweep(
      (process) => ({
        kind,
        action: () => {
          const signalMs = process.clock.now();
          process.interrupt();
          process.gate.always = () => {
            expect(process.clock.now() - signalMs).toBeLessThan(FIVE_SECONDS_MS);
            return undefined;
          };
        },
      }),
      expectHonest,
    );
    report(`signal ${kind}`, swept);
    expect(swept.exits[6] ?? 0).toBe(0);
  });

  it.each(['hang', 'hangAfter'] as const)(
    'may %s until a signal comes, and is left within five seconds',
    async (kind) => {
      const signalsMs = new Map<Process, number>();
      const swept = await sweep(
        (process) => ({
          kind,
          action: () => {
            const signalMs = process.clock.now() + 1_000;
            signalsMs.set(process, signalMs);
            process.clock.at(signalMs, () => process.interrupt());
          },
        }),
        (process, outcome) => {
          expectHonest(process, outcome);
          const signalMs = signalsMs.get(process) ?? outcome.record.endedMs;
          expect(outcome.record.endedMs - signalMs).toBeLessThanOrEqual(FIVE_SECONDS_MS);
        },
      );
      report(`${kind} and a signal`, swept);
      expect(swept.exits[6] ?? 0).toBe(0);
    },
  );

  it.each(['hang', 'hangAfter'] as const)('may %s for good', async (kind) => {
    const swept = await sweep(() => ({kind}), expectHonest);
    report(`${kind}`, swept);
    expect(swept.exits[6] ?? 0).toBe(0);
  });

  it('may be followed by reads that lag', async () => {
    const swept = await sweep(
      (process) => ({
        kind: 'after',
        action: () => {
          process.world.staleReads = 4;
        },
      }),
      expectHonest,
    );
    report('four lagging reads', swept);
    expect(swept.exits[6] ?? 0).toBe(0);
  });

  it('may lose its answer while reads lag', async () => {
    const swept = await sweep((process) => {
      process.world.staleReads = 3;
      return {kind: 'lose'};
    }, expectHonest);
    report('answer lost, three lagging reads', swept);
    expect(swept.exits[6] ?? 0).toBe(0);
  });

  it('may meet a signal that asks to hold', async () => {
    const calls = await callsOf(traffic, spec);
    const tried = someOf(calls);
    const traffics: Record<string, number> = {};
    for (const index of tried) {
      const process = aProcess(traffic);
      process.gate.faults.set(index, {kind: 'after', action: () => process.interrupt('SIGTERM')});
      const outcome = await process.run({...spec, onInterrupt: 'hold'});
      const left = outcome.kind === 'interrupted' ? outcome.traffic : outcome.kind;
      traffics[left] = (traffics[left] ?? 0) + 1;
      if (left === 'held') expect(['running', 'watching']).toContain(standingOf(process));
      else expectHonest(process, outcome);
    }
    console.log(`${name}: ${tried.length} × signal to hold; traffic ${JSON.stringify(traffics)}`);
    expect(traffics.held ?? 0).toBeGreaterThan(0);
  });

  it.each(['before', 'after'] as const)('may meet a second writer just %s it', async (kind) => {
    const swept = await sweep(
      (process) => ({
        kind,
        action: () => {
          process.world.put({...REF, stable: '5', description: 'mine now'}, process.clock.now());
        },
      }),
      (process, outcome) => {
        expect(process.world.newest(REF)).toMatchObject({stable: '5', description: 'mine now'});
        expect(path(process.world).at(-1)).toBe('5');
        // Whoever writes after our last look is not seen by us.
        const isSeen = outcome.kind === 'takenOver';
        const wroteLast = process.world.momentsOf(REF).at(-1)?.atMs === outcome.record.endedMs;
        expect(isSeen || wroteLast).toBe(true);
      },
    );
    report(`second writer ${kind}`, swept);
    expect(swept.exits[6] ?? 0).toBeGreaterThan(0);
  });

  it.each(['dieBefore', 'dieAfter'] as const)(
    'may be the last of its process (%s): another one aborts',
    async (kind) => {
      const calls = await callsOf(traffic, spec);
      const tried = someOf(calls);
      const exits: Record<string, number> = {};
      for (const index of tried) {
        const dead = aProcess(traffic);
        dead.gate.faults.set(index, {kind});
        void dead.run(spec);
        await dead.gate.death;
        dead.clock.stop();
        const standing = standingOf(dead);
        const heir = new Process(dead.world, dead.clock.now(), traffic);
        const outcome = await abortRollout(heir.deps, REF);
        expect(toMoveError(REF, outcome)).toBeUndefined();
        const alias = dead.world.newest(REF);
        const wasDone = standing === 'idle' && alias?.stable === '7';
        expect(alias).toMatchObject(wasDone ? TARGET : STABLE);
        expect(alias?.candidate).toBeUndefined();
        const left = wasDone ? 'promoted' : standing;
        exits[left] = (exits[left] ?? 0) + 1;
        expect(await abortRollout(heir.deps, REF)).toMatchObject({kind: 'done', changed: false});
      }
      report(`process dead (${kind}), alias found`, {calls: tried.length, exits});
      expect(exits.running ?? 0).toBeGreaterThan(0);
    },
  );
});

describe('every call at which a process may die', () => {
  it.each<[string, Traffic, string]>([
    ['a good version', GOOD, '7'],
    ['a bad version', BAD, '6'],
  ])('is followed by a resume that ends right: %s', async (name, traffic, right) => {
    const spec = {watchMs: 60_000};
    const calls = await callsOf(traffic, spec);
    const tried = someOf(calls);
    const ends: Record<string, number> = {};
    for (const index of tried) {
      for (const kind of ['dieBefore', 'dieAfter'] as const) {
        const dead = aProcess(traffic);
        dead.gate.faults.set(index, {kind});
        void dead.run(spec);
        await dead.gate.death;
        dead.clock.stop();
        const standing = standingOf(dead);
        if (standing === 'idle') {
          expect(dead.world.newest(REF)).toMatchObject(
            path(dead.world).length === 0 || right === '6' ? STABLE : TARGET,
          );
        } else {
          const outcome = await resume(new Process(dead.world, dead.clock.now() + 60_000, traffic));
          expect(outcome.kind).toBe(right === '7' ? 'promoted' : 'rolledBack');
          expect(dead.world.newest(REF)).toMatchObject(right === '7' ? TARGET : STABLE);
          expect(dead.world.newest(REF)?.candidate).toBeUndefined();
        }
        ends[standing] = (ends[standing] ?? 0) + 1;
      }
    }
    console.log(`${name}: ${2 * tried.length} × process dead, resumed; found ${JSON.stringify(ends)}`);
    expect(ends.running ?? 0).toBeGreaterThan(0);
  });

  it.each(['fail', 'lose', 'dieBefore', 'dieAfter'] as const)('of a resume itself (%s)', async (kind) => {
    const begun = async () => {
      const dead = aProcess(GOOD);
      await dead.run({detach: true});
      return new Process(dead.world, dead.clock.now(), GOOD);
    };
    const whole = await begun();
    await resume(whole);
    const calls = whole.gate.calls.length;
    const tried = someOf(calls);
    for (const index of tried) {
      const process = await begun();
      process.gate.faults.set(index, {kind});
      const outcome = resume(process);
      if (kind === 'fail' || kind === 'lose') {
        expectHonest(process, await outcome);
        continue;
      }
      await process.gate.death;
      process.clock.stop();
      if (standingOf(process) === 'idle') continue;
      const third = new Process(process.world, process.clock.now(), GOOD);
      expect((await resume(third, {runner: 'next'})).kind).toBe('promoted');
      expect(process.world.newest(REF)).toMatchObject(TARGET);
    }
    console.log(`a resume: ${tried.length} × ${kind}`);
    expect(calls).toBeGreaterThan(5);
  });
});

function standingOf(process: Process): string {
  const alias = process.world.newest(REF);
  return alias ? rolloutStanding(alias).kind : 'gone';
}
