import {describe, expect, it} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {holdRollout} from '../../../src/lib/execute/rollout/hold.js';
import {promoteRollout} from '../../../src/lib/execute/rollout/promote.js';
import {toMoveError, toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {runRollout} from '../../../src/lib/execute/rollout/rollout.js';
import {watchRollout} from '../../../src/lib/execute/rollout/watch.js';
import {splitDescription} from '../../../src/lib/model/alias/description.js';
import {markerTarget} from '../../../src/lib/model/rollout/marker-target.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {
  aProcess,
  BAD,
  GOOD,
  observed,
  Process,
  path,
  planToResume,
  REF,
  resume,
  SILENCE,
  START_MS,
  TOOK_BACK,
} from './rollout-world.js';

const MINUTE_MS = 60_000;
const TARGET = 'Checkout, the live one. [7 was 6 5]';
const NEVER = new AbortController().signal;

function markerOf(process: Process) {
  return splitDescription(process.world.newest(REF)?.description ?? '').marker;
}

function promote(process: Process, approval: {full?: boolean; step?: number} = {}) {
  return promoteRollout(process.deps, {full: false, ...approval}, observed(process.world.newest(REF)));
}

/** A rollout that was begun and left at its first step. */
async function detached(traffic = GOOD): Promise<Process> {
  const process = aProcess(traffic);
  const outcome = await process.run({detach: true});
  expect(outcome.kind).toBe('detached');
  expect(toRolloutError(outcome)).toBeUndefined();
  return new Process(process.world, process.clock.now(), traffic);
}

describe('a detached rollout', () => {
  it('is at its first step, and goes on where it is resumed', async () => {
    const process = await detached();
    expect(path(process.world)).toEqual(['7@5']);
    const outcome = await resume(process);
    expect(outcome.kind).toBe('promoted');
    expect(path(process.world)).toEqual(['7@5', '7@5', '7@50', '7', '7']);
    expect(process.world.newest(REF)?.description).toBe(TARGET);
    expect(outcome.record.weights.map(({weightPercent}) => weightPercent)).toEqual([5, 50, 100]);
  });

  it('is judged with the data of all its time when it is resumed late', async () => {
    const {world, clock} = await detached(BAD);
    const process = new Process(world, clock.now() + 30 * MINUTE_MS, BAD);
    const outcome = await resume(process);
    expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'analysis'}});
    expect(outcome.record.endedMs).toBeLessThan(clock.now() + 31 * MINUTE_MS);
    expect(process.world.newest(REF)).toMatchObject({stable: '6', description: expect.stringMatching(TOOK_BACK)});
  });

  it('is not judged by other settings unless that is asked for', async () => {
    const process = await detached();
    const settings = {...DEFAULT_SETTINGS, alpha: 0.05};
    expect(() => resume(process, {settings})).toThrow('OTHER_SETTINGS');
    expect((await resume(process, {settings, acceptSettings: true})).kind).toBe('promoted');
  });

  it('goes to exactly one of two that resume at once; the other says so and touches nothing', async () => {
    const process = await detached();
    const plans = ['aaaa', 'bbbb'].map((runner) => planToResume(process, {runner}));
    const outcomes = await Promise.all(plans.map((plan) => runRollout(process.deps, plan, NEVER)));
    expect(outcomes.map(({kind}) => kind).sort()).toEqual(['promoted', 'takenOver']);
    const loser = outcomes.find(({kind}) => kind === 'takenOver');
    expect(loser && toRolloutError(loser)).toMatchObject({exitCode: 6, code: 'RESUMED_ELSEWHERE'});
    expect(path(process.world)).toEqual(['7@5', '7@5', '7@50', '7', '7']);
  });

  it.each(['hang', 'hangAfter'] as const)(
    'is held where it is when its heir is interrupted before it knows that it is one (%s)',
    async (kind) => {
      const first = await detached();
      const process = new Process(first.world, first.clock.now(), GOOD);
      let writes = 0;
      const interrupt = () => process.clock.at(process.clock.now() + 500, () => process.interrupt('SIGTERM'));
      process.gate.always = (call) => (call === 'writeAlias' && writes++ === 0 ? {kind, action: interrupt} : undefined);
      const outcome = await resume(process, {onInterrupt: 'hold'});
      expect(outcome).toMatchObject({kind: 'interrupted', traffic: 'held'});
      expect(process.world.newest(REF)?.candidate).toEqual({version: '7', weightPercent: 5});
      expect(markerOf(process)).toMatchObject({held: true, runner: 'heir'});
    },
  );

  it('is left alone by the process that began it once another one has resumed it', async () => {
    const process = aProcess(GOOD);
    let heir: ReturnType<typeof resume> | undefined;
    process.clock.at(START_MS + 2 * MINUTE_MS, () => {
      heir = resume(process, {}, NEVER);
    });
    const first = await process.run();
    expect(toRolloutError(first)).toMatchObject({exitCode: 6, code: 'RESUMED_ELSEWHERE'});
    expect(await heir).toMatchObject({kind: 'promoted', by: 'us'});
  });
});

describe('a step that a person approves', () => {
  it('is followed by the process at work, which goes on from there', async () => {
    const process = aProcess(GOOD);
    process.clock.at(START_MS + 2 * MINUTE_MS, () => void promote(process, {step: 1}));
    const outcome = await process.run({steps: parseSteps('5%:60m, 50%:3m')});
    expect(outcome).toMatchObject({kind: 'promoted', by: 'us'});
    expect(path(process.world)).toEqual(['7@5', '7@50', '7', '7']);
    expect(outcome.record.endedMs - START_MS).toBeLessThan(20 * MINUTE_MS);
  });

  it('leads from the last step to the watch, which can still compare it once more and take it back', async () => {
    const isBad = (minuteMs: number) => minuteMs > START_MS + 5 * MINUTE_MS;
    const process = aProcess((minuteMs) => (isBad(minuteMs) ? {...GOOD, errorRates: {7: 0.9}} : GOOD));
    process.clock.at(START_MS + 5 * MINUTE_MS, () => void promote(process));
    const outcome = await process.run({steps: parseSteps('50%:60m'), watchMs: 20 * MINUTE_MS});
    expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'analysis'}});
    expect(path(process.world)).toEqual(['7@50', '7', '7@50', '6']);
  });

  it('does nothing when it is stale', async () => {
    const process = await detached();
    const outcome = await promote(process, {step: 2});
    expect(toMoveError(REF, outcome)).toMatchObject({exitCode: 3, code: 'STALE_APPROVAL'});
    expect(path(process.world)).toEqual(['7@5']);
  });

  it('moves one step when two approve the same one at once', async () => {
    const process = await detached();
    const outcomes = await Promise.all([promote(process), promote(process)]);
    expect(outcomes.map(({kind}) => kind)).toEqual(['done', 'done']);
    expect(path(process.world)).toEqual(['7@5', '7@50']);
  });

  it('gives all traffic with --full, whatever the step', async () => {
    const process = await detached();
    expect((await promote(process, {full: true})).kind).toBe('done');
    expect(process.world.newest(REF)).toMatchObject({stable: '7', description: TARGET});
  });

  it('is not in the way of a rollback that is decided in the same moment', async () => {
    const process = aProcess(BAD);
    let writes = 0;
    process.gate.always = (call) => {
      if (call !== 'writeAlias' || ++writes !== 2) return undefined;
      return {
        kind: 'before',
        action: () => {
          const {world, clock} = process;
          const marker = markerOf(process);
          if (!marker) throw new Error('No rollout.');
          const moved = {...marker, movedMs: [...marker.movedMs, clock.now()]};
          world.put({...REF, ...markerTarget(world.newest(REF)?.description ?? '', moved)}, clock.now());
        },
      };
    };
    expect(await process.run()).toMatchObject({kind: 'rolledBack', cause: {kind: 'analysis'}});
    expect(path(process.world).at(-1)).toBe('6');
  });
});

describe('a rollout that a person holds', () => {
  it('ends its process as held, and goes on from its step when it is resumed', async () => {
    const process = aProcess(GOOD);
    process.clock.at(START_MS + 2 * MINUTE_MS, () => void holdRollout(process.deps, REF));
    const outcome = await process.run();
    expect(toRolloutError(outcome)).toMatchObject({exitCode: 7, code: 'HELD_HELD_ELSEWHERE', traffic: 'held'});
    expect(markerOf(process)?.held).toBe(true);
    expect((await resume(process)).kind).toBe('promoted');
  });

  it('is held once: asking again changes nothing', async () => {
    const process = await detached();
    expect(await holdRollout(process.deps, REF)).toMatchObject({kind: 'done', changed: true});
    expect(await holdRollout(process.deps, REF)).toMatchObject({kind: 'done', changed: false});
    expect(path(process.world)).toEqual(['7@5', '7@5']);
  });

  it('is given all its patience again when it is resumed without data', async () => {
    const process = aProcess(SILENCE);
    expect((await process.run()).kind).toBe('held');
    const {world, clock} = process;
    const heir = new Process(world, clock.now() + 60 * MINUTE_MS, SILENCE);
    const fromMs = heir.clock.now();
    expect((await resume(heir)).kind).toBe('held');
    expect(heir.clock.now() - fromMs).toBeGreaterThanOrEqual(15 * MINUTE_MS);
  });
});

describe('a process that may work only so long', () => {
  it('holds the rollout and ends with 7; the next one goes on', async () => {
    const process = aProcess(GOOD);
    const outcome = await process.run({waitMs: 2 * MINUTE_MS});
    expect(toRolloutError(outcome)).toMatchObject({exitCode: 7, code: 'HELD_WAIT_OVER'});
    expect(outcome.record.endedMs - START_MS).toBeLessThan(3 * MINUTE_MS);
    expect((await resume(process)).kind).toBe('promoted');
  });
});

describe('a bake that may end early', () => {
  const spec = {steps: parseSteps('20%:60m, 50%:60m'), watchMs: 0};

  it('ends as soon as an unacceptable version is excluded', async () => {
    const process = aProcess({invocations: 100_000, errorRates: {6: 0.001, 7: 0.001}});
    const outcome = await process.run({...spec, promoteEarly: true});
    expect(outcome.kind).toBe('promoted');
    expect(outcome.record.endedMs - START_MS).toBeLessThan(20 * MINUTE_MS);
    for (const passed of process.events.of('gate.passed')) {
      expect(passed).toMatchObject({early: true});
      expect(passed.judgement.promotionEvidence).toBeGreaterThanOrEqual(20);
    }
  });

  it.each([
    ['it is not asked for', {...spec, promoteEarly: false}, {invocations: 100_000, errorRates: {}}],
    ['too little is proved', {...spec, promoteEarly: true}, {invocations: 20, errorRates: {}}],
  ])('takes its time when %s', async (_, policy, traffic) => {
    const outcome = await aProcess(traffic).run(policy);
    expect(outcome.record.endedMs - START_MS).toBeGreaterThan(100 * MINUTE_MS);
  });
});

describe('a watch from another terminal', () => {
  const options = {ref: REF, settings: DEFAULT_SETTINGS};

  it.each([
    ['promoted', GOOD, 0],
    ['rolled back', BAD, 5],
    ['held', SILENCE, 7],
  ] as const)('ends as the rollout does: %s', async (_, traffic, exitCode) => {
    const process = aProcess(traffic);
    let watch: ReturnType<typeof watchRollout> | undefined;
    process.clock.at(START_MS + MINUTE_MS, () => {
      watch = watchRollout(process.deps, options, NEVER);
    });
    await process.run();
    const outcome = await watch;
    if (!outcome || outcome.kind === 'refused' || outcome.kind === 'waitOver')
      throw new Error(`Ended: ${outcome?.kind}`);
    expect(toRolloutError(outcome)?.exitCode ?? 0).toBe(exitCode);
  });

  it('says so when nobody is at work, and never writes', async () => {
    const process = await detached();
    const outcome = await watchRollout(process.deps, {...options, waitMs: 45 * MINUTE_MS}, NEVER);
    expect(outcome.kind).toBe('waitOver');
    expect(process.events.of('warning').map(({code}) => code)).toEqual(['NOBODY_AT_WORK']);
    expect(process.gate.calls).not.toContain('writeAlias');
  });

  it('is refused where there is no rollout', async () => {
    expect(await watchRollout(aProcess().deps, options, NEVER)).toMatchObject({
      kind: 'refused',
      refusals: [{code: 'NO_ROLLOUT'}],
    });
  });
});
