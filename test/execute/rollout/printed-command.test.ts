import {describe, expect, it} from 'vitest';
import {moveTraffic} from '../../../src/lib/execute/alias/traffic-move.js';
import {abortRollout} from '../../../src/lib/execute/rollout/abort.js';
import {toOnceError} from '../../../src/lib/execute/rollout/once-error.js';
import {toMoveError, toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import type {RolloutSpec} from '../../../src/lib/plan/rollout/plan.js';
import type {Fault} from '../../fakes/call-gate.js';
import {once} from '../tick/ticking.js';
import {aProcess, BAD, GOOD, Process, path, planOfShift, REF, resume, type Script, START_MS} from './rollout-world.js';

/** All traffic on stable, no rollout, the user's text as it was. A shift notes what served before in its own words. */
function expectOnStable(world: Process['world']): void {
  const {stable, candidate, description} = world.newest(REF) ?? {};
  expect({stable, candidate}).toEqual({stable: '6'});
  expect(description).toMatch(/^Checkout, the live one\. \[[^[\]]*was 5\]( \[took back 7 [^[\]]+\])?$/);
}

/** From the nth write on AWS is gone: before that write is carried out, or after it. */
function goneFrom(process: Process, nth: number, kind: 'fail' | 'lose', onGone?: () => void): void {
  let writes = 0;
  process.gate.always = (call): Fault | undefined => {
    if (writes >= nth) return {kind: 'fail'};
    if (call !== 'writeAlias' || ++writes < nth) return undefined;
    onGone?.();
    return {kind};
  };
}

/** Carries out what exit 6 prints, as a person would who pastes it, with AWS back. */
async function runPrinted(world: Process['world'], command: string | undefined, nowMs: number): Promise<void> {
  const helper = new Process(world, nowMs);
  const shift = /^lambda-release shift checkout:live (\d+) --yes$/.exec(command ?? '');
  if (shift) {
    expect(toMoveError(REF, await moveTraffic(helper.deps, planOfShift(helper, shift[1] ?? '')))).toBeUndefined();
    return;
  }
  expect(command).toBe('lambda-release rollout abort checkout:live');
  expect(toMoveError(REF, await abortRollout(helper.deps, REF))).toBeUndefined();
}

const ONE_STEP: Partial<RolloutSpec> = {steps: [{weightPercent: 5, bakeMs: 180_000}]};
const ENDS = ['fail', 'lose'] as const;
/** Bad at 100 %, until it has been taken back to half of the traffic for three minutes. */
const BAD_ALONE: Script = (minuteMs) =>
  minuteMs > START_MS + 8 * 60_000 && minuteMs < START_MS + 12 * 60_000
    ? {...GOOD, errorRates: {6: 0.3, 7: 0.3}}
    : GOOD;

const STATES = [
  ['its first move', GOOD, {watchMs: 60_000}, 1],
  ['its second move', GOOD, {watchMs: 60_000}, 2],
  ['the move to its watch', GOOD, {watchMs: 60_000}, 3],
  ['a promotion that is not watched', GOOD, {...ONE_STEP, watchMs: 0}, 2],
  ['the step back beside stable', BAD_ALONE, {watchMs: 600_000}, 4],
  ['the move up again after that', BAD_ALONE, {watchMs: 600_000}, 5],
  ['the way back', BAD, {}, 2],
] as const;

describe('the command that exit 6 prints gives stable all traffic', () => {
  for (const [name, traffic, spec, nth] of STATES) {
    for (const kind of ENDS) {
      const what = kind === 'lose' ? 'was carried out' : 'was not carried out';
      it(`when AWS is gone from ${name} on, which ${what}`, async () => {
        const process = aProcess(traffic);
        goneFrom(process, nth, kind);
        const error = toRolloutError(await process.run(spec));
        expect(error).toMatchObject({exitCode: 6, code: 'NOT_RESTORED'});
        await runPrinted(process.world, error?.suggestions[0], process.clock.now());
        expectOnStable(process.world);
      });

      it(`and then a person sends a signal: from ${name} on, which ${what}`, async () => {
        const process = aProcess(traffic);
        goneFrom(process, nth, kind, () =>
          process.clock.at(process.clock.now() + 2_000, () => process.interrupt('SIGTERM')),
        );
        const error = toRolloutError(await process.run(spec));
        expect(error).toMatchObject({exitCode: 6, code: 'NOT_RESTORED'});
        await runPrinted(process.world, error?.suggestions[0], process.clock.now());
        expectOnStable(process.world);
      });
    }
  }
});

describe('the same command, for a rollout that another process began', () => {
  async function detached(): Promise<Process> {
    const process = aProcess();
    await process.run({detach: true});
    return process;
  }

  it.each(ENDS)('after a claim whose answer never came (%s)', async (kind) => {
    const {world, clock} = await detached();
    const heir = new Process(world, clock.now());
    goneFrom(heir, 1, kind);
    const error = toRolloutError(await resume(heir));
    expect(error).toMatchObject({exitCode: 6, code: 'NOT_RESTORED'});
    await runPrinted(world, error?.suggestions[0], heir.clock.now());
    expectOnStable(world);
  });

  it.each(ENDS)('after the move of a single tick (%s)', async (kind) => {
    const {world} = await detached();
    const ticking = new Process(world, START_MS + 6 * 60_000);
    goneFrom(ticking, 1, kind);
    const error = toOnceError(REF, await once(ticking), ticking.controller.signal);
    expect(error).toMatchObject({exitCode: 6, code: 'NOT_RESTORED'});
    await runPrinted(world, error?.suggestions[0], ticking.clock.now());
    expectOnStable(world);
  });
});

describe('a hold that is asked for in the middle of a move', () => {
  for (const [name, traffic, spec, nth] of STATES.filter(([state]) => !/^(its first|the way)/.test(state))) {
    it.each(ENDS)(`is no hold when nobody can tell whether it was made: ${name} (%s)`, async (kind) => {
      const process = aProcess(traffic);
      goneFrom(process, nth, kind, () =>
        process.clock.at(process.clock.now() + 2_000, () => process.interrupt('SIGTERM')),
      );
      const error = toRolloutError(await process.run({...spec, onInterrupt: 'hold'}));
      expect(error).toMatchObject({exitCode: 6, code: 'NOT_RESTORED', traffic: 'not restored'});
      await runPrinted(process.world, error?.suggestions[0], process.clock.now());
      expectOnStable(process.world);
    });
  }
});

describe('a promotion of our own whose answer was lost', () => {
  const spec = {...ONE_STEP, watchMs: 0};

  it('is taken back after a signal, as ours, once AWS answers again', async () => {
    const process = aProcess();
    let isGone = false;
    process.gate.always = (call): Fault | undefined => {
      if (isGone) return {kind: 'fail'};
      if (call !== 'writeAlias' || path(process.world).length === 0) return undefined;
      isGone = true;
      process.clock.at(process.clock.now() + 2_000, () => process.interrupt('SIGTERM'));
      process.clock.at(process.clock.now() + 3_000, () => {
        isGone = false;
        process.gate.always = undefined;
      });
      return {kind: 'lose'};
    };
    expect(toRolloutError(await process.run(spec))).toMatchObject({exitCode: 143, traffic: 'restored'});
    expect(path(process.world)).toEqual(['7@5', '7', '6']);
  });

  it("is not told as somebody else's when AWS throttles the tries after it and reads lag", async () => {
    const process = aProcess();
    let writes = 0;
    process.gate.always = (call): Fault | undefined => {
      if (call !== 'writeAlias') return undefined;
      writes += 1;
      if (writes === 2) process.world.staleReads = 3;
      return writes === 2 ? {kind: 'lose'} : undefined;
    };
    const outcome = await process.run(spec);
    expect(outcome).toMatchObject({kind: 'promoted', by: 'us'});
    expect(process.clock.now()).toBeGreaterThan(START_MS);
  });
});
