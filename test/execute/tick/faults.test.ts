import {describe, expect, it} from 'vitest';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {rolloutStanding} from '../../../src/lib/model/rollout/standing.js';
import type {RolloutSpec} from '../../../src/lib/plan/rollout/plan.js';
import type {Fault} from '../../fakes/call-gate.js';
import {awsError} from '../../fakes/fake-functions.js';
import type {Traffic} from '../../fakes/fake-metrics.js';
import {someOf} from '../../fakes/some-of.js';
import {aProcess, BAD, GOOD, path, REF, RESTORED} from '../rollout/rollout-world.js';
import {begun, tickToTheEnd} from './ticking.js';

const TARGET = {stable: '7', description: 'Checkout, the live one. [7 was 6 5]'};
const STABLE = {stable: '6', description: expect.stringMatching(RESTORED)};

const EVERY = {everyMs: 60_000};

const RELEASES: readonly (readonly [string, Traffic, Partial<RolloutSpec>, string])[] = [
  ['a good version', GOOD, {watchMs: 60_000}, '7'],
  ['a bad version', BAD, {}, '6'],
  ['a good version that is not watched', GOOD, {watchMs: 0}, '7'],
];

const FAULTS: readonly (readonly [string, Fault])[] = [
  ['fail', {kind: 'fail'}],
  ['lose its answer', {kind: 'lose'}],
  ['lose its answer to a retry that meets its own write', {kind: 'lose', error: awsError('PRECONDITION_FAILED')}],
  ['hang', {kind: 'hang'}],
  ['hang after its effect', {kind: 'hangAfter'}],
  ['be the last of its process', {kind: 'dieBefore'}],
  ['be the last thing its process did', {kind: 'dieAfter'}],
];

async function countCalls(traffic: Traffic, spec: Partial<RolloutSpec>): Promise<number> {
  const first = await begun(traffic, spec);
  return (await tickToTheEnd(first.world, first.clock.now(), traffic, EVERY)).calls;
}

describe.each(RELEASES)('every port call of the ticks of %s', (name, traffic, spec, right) => {
  it.each(FAULTS)('may %s: the rollout ends as it would have', async (what, fault) => {
    const calls = await countCalls(traffic, spec);
    const tried = someOf(calls);
    const ends: Record<string, number> = {};
    for (const index of tried) {
      const first = await begun(traffic, spec);
      const {last} = await tickToTheEnd(first.world, first.clock.now(), traffic, {...EVERY, fault: [index, fault]});
      const alias = first.world.newest(REF);
      expect(alias).toMatchObject(right === '7' ? TARGET : STABLE);
      expect(alias?.candidate).toBeUndefined();
      expect(new Set(path(first.world)).size).toBe(right === '6' ? 2 : 3);
      // When the last word was lost with its process, the next tick finds an alias at rest.
      const exit = last.kind === 'ended' ? (toRolloutError(last.outcome)?.exitCode ?? 0) : last.kind;
      expect([right === '7' ? 0 : 5, 'nothing']).toContain(exit);
      ends[exit] = (ends[exit] ?? 0) + 1;
    }
    console.log(`ticks of ${name}: ${tried.length} × ${what}; ends ${JSON.stringify(ends)}`);
    expect(calls).toBeGreaterThan(5);
  });

  it.each(['dieBefore', 'dieAfter'] as const)('take over wherever a process dies (%s)', async (kind) => {
    const whole = aProcess(traffic);
    await whole.run(spec);
    const calls = whole.gate.calls.length;
    const tried = someOf(calls);
    let found = 0;
    for (const index of tried) {
      const dead = aProcess(traffic);
      dead.gate.faults.set(index, {kind});
      void dead.run(spec);
      await dead.gate.death;
      dead.clock.stop();
      const left = dead.world.newest(REF);
      const isUnderWay = left && ['running', 'watching'].includes(rolloutStanding(left).kind);
      if (isUnderWay) found++;
      await tickToTheEnd(dead.world, dead.clock.now() + 60_000, traffic, EVERY);
      // What was over stays over, and what was not begun is not begun.
      expect(dead.world.newest(REF)).toMatchObject(isUnderWay ? (right === '7' ? TARGET : STABLE) : {...left});
      expect(dead.world.newest(REF)?.candidate).toBeUndefined();
    }
    console.log(`${name}: ${tried.length} × process dead (${kind}), ticked on; found under way ${found}`);
    expect(found).toBeGreaterThan(0);
  });

  it('may meet another writer: nothing is touched after that', async () => {
    const calls = await countCalls(traffic, spec);
    const tried = someOf(calls);
    const ends: Record<string, number> = {};
    for (const index of tried) {
      const first = await begun(traffic, spec);
      const {world} = first;
      const action = () => {
        world.put({...REF, stable: '5', description: 'mine now'}, first.clock.now());
      };
      const {last} = await tickToTheEnd(world, first.clock.now(), traffic, {
        ...EVERY,
        fault: [index, {kind: 'before', action}],
      });
      expect(path(world).at(-1)).toBe('5');
      const exit = last.kind === 'ended' ? (toRolloutError(last.outcome)?.exitCode ?? 0) : last.kind;
      ends[exit] = (ends[exit] ?? 0) + 1;
    }
    console.log(`ticks of ${name}: ${tried.length} × another writer; ends ${JSON.stringify(ends)}`);
    expect(ends.nothing).toBeGreaterThan(0);
  });
});
