import {describe, expect, it} from 'vitest';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {begun, once, tickToTheEnd} from '../tick/ticking.js';
import {SCRIPTS} from './agreed-scripts.js';
import {aProcess, GOOD, Process, REF, START_MS} from './rollout-world.js';

const MINUTE_MS = 60_000;

describe('a process to the end and a process for every tick', () => {
  it.each(SCRIPTS)('write the very same, in the same minutes: %s', async (_, exitCode, traffic, spec) => {
    const whole = aProcess(traffic);
    const outcome = await whole.run(spec);
    expect(toRolloutError(outcome)?.exitCode ?? 0).toBe(exitCode);
    const first = await begun(traffic, spec);
    const {onInconclusive, promoteEarly} = {onInconclusive: 'extend' as const, promoteEarly: false, ...spec};
    const policy = {onInconclusive, promoteEarly};
    const {last} = await tickToTheEnd(first.world, first.clock.now(), traffic, {spec: policy});
    expect(first.world.momentsOf(REF)).toEqual(whole.world.momentsOf(REF));
    if (last.kind !== 'ended') throw new Error(`Ended as ${last.kind}.`);
    expect(last.outcome.kind).toBe(outcome.kind);
    if ('cause' in outcome && 'cause' in last.outcome) expect(last.outcome.cause).toEqual(outcome.cause);
  });
});

describe('two drivers at once', () => {
  const PATH = [
    [6, undefined],
    [6, 5],
    [6, 50],
    [7, undefined],
    [7, undefined],
  ];
  const moves = ({world}: Process) =>
    world.momentsOf(REF).map(({alias}) => [Number(alias.stable), alias.candidate?.weightPercent]);

  it('a process and a cron move once a step, and the process sees what the cron has moved', async () => {
    const process = aProcess(GOOD);
    const told: string[] = [];
    const cron = async (atMs: number) => {
      const answer = await once(new Process(process.world, process.clock, GOOD));
      told.push(answer.kind);
      if (answer.kind !== 'ended') process.clock.at(atMs + MINUTE_MS, () => void cron(atMs + MINUTE_MS));
    };
    // Always a moment before the process, which looks at the end of a bake.
    process.clock.at(START_MS + 90_000, () => void cron(START_MS + 90_000));
    const outcome = await process.run();
    expect(moves(process)).toEqual(PATH);
    expect(outcome.kind).toBe('promoted');
    expect(told).toContain('moved');
    const shifts = process.events.of('traffic.shifted').map(({candidate}) => candidate?.weightPercent ?? 100);
    expect(shifts).toEqual([5, 50, 100]);
  });

  it('two crons that tick in the same moment move once a step', async () => {
    const first = await begun(GOOD);
    let nowMs = first.clock.now();
    const kinds = new Set<string>();
    for (let minute = 0; minute < 30; minute++) {
      const one = new Process(first.world, nowMs, GOOD);
      const other = new Process(first.world, one.clock, GOOD);
      for (const answer of await Promise.all([once(one), once(other)])) kinds.add(answer.kind);
      nowMs += MINUTE_MS;
    }
    expect(moves(first)).toEqual(PATH);
    expect([...kinds].sort()).toEqual(expect.arrayContaining(['ended', 'moved', 'nothing', 'waits']));
  });

  it('crons of any beat end the same way', async () => {
    for (const everyMs of [7_000, 61_000, 5 * MINUTE_MS, 17 * MINUTE_MS]) {
      const first = await begun(GOOD);
      let nowMs = first.clock.now();
      for (let tick = 0; tick < 400 && first.world.newest(REF)?.description.includes('[lr1 '); tick++) {
        const process = new Process(first.world, nowMs, GOOD);
        await once(process);
        nowMs = Math.max(nowMs + everyMs, process.clock.now());
      }
      expect(moves(first)).toEqual(PATH);
    }
  });
});
