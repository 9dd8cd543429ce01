import {describe, expect, it} from 'vitest';
import {BAD, DESCRIPTION, GOOD, REF, type Script} from '../rollout/rollout-world.js';
import {aLeasedProcess, callsToTry, GIVEN_BACK_MS, runLeased} from './leased.js';

const THEIRS = {...REF, stable: '5', candidate: {version: '7', weightPercent: 3}, description: 'mine now'};

describe.each<[string, Script]>([
  ['a good version', GOOD],
  ['a bad version', BAD],
])('the process of a leased rollout of %s', (name, traffic) => {
  it.each(['dieBefore', 'dieAfter'] as const)(
    'may die at any of its calls (%s): stable gets everything',
    async (kind) => {
      const ends: Record<string, number> = {};
      let longestMs = 0;
      for (const index of await callsToTry(traffic)) {
        const process = aLeasedProcess(traffic);
        process.gate.faults.set(index, {kind});
        await Promise.race([runLeased(process), process.gate.death]);
        const diedMs = process.clock.now();
        const found = process.world.newest(REF);
        await process.clock.sleep(GIVEN_BACK_MS);
        const alias = process.world.newest(REF);
        const call = process.gate.calls[index];
        const where = found?.candidate ? 'split' : found?.stable === '7' ? 'promoted' : 'on stable';
        if (where === 'promoted') {
          expect(alias).toEqual(found);
        } else if (alias?.candidate) {
          // The one request between a move and its lease.
          expect(['dieAfter writeAlias', 'dieBefore renewLease']).toContain(`${kind} ${call}`);
          ends['no lease yet'] = (ends['no lease yet'] ?? 0) + 1;
          continue;
        } else {
          expect(alias?.stable).toBe('6');
        }
        if (where === 'split')
          longestMs = Math.max(longestMs, (process.world.momentsOf(REF).at(-1)?.atMs ?? 0) - diedMs);
        ends[where] = (ends[where] ?? 0) + 1;
      }
      console.log(
        `${name}, ${kind} at every call: ${JSON.stringify(ends)}; given back after ${longestMs / 1000} s at most`,
      );
      expect(longestMs).toBeLessThanOrEqual(GIVEN_BACK_MS);
      expect(ends.split ?? 0).toBeGreaterThan(2);
      // Once a step.
      expect(ends['no lease yet'] ?? 0).toBeLessThanOrEqual(2);
    },
  );

  it('may die after somebody else has written: nothing of its lease touches that', async () => {
    for (const index of await callsToTry(traffic)) {
      const process = aLeasedProcess(traffic);
      process.gate.faults.set(index, {
        kind: 'before',
        action: () => void process.world.put(THEIRS, process.clock.now()),
      });
      process.gate.faults.set(index + 1, {kind: 'dieBefore'});
      await Promise.race([runLeased(process), process.gate.death]);
      const found = process.world.newest(REF);
      await process.clock.sleep(GIVEN_BACK_MS);
      expect(process.world.newest(REF)).toEqual(found);
      expect(process.deps.leases.standing.ran.filter(({tookBack}) => tookBack)).toEqual([]);
    }
  });
});

it('a rollout that its lease has taken back says so in the alias, and leaves the text of its owner', async () => {
  const process = aLeasedProcess();
  process.gate.always = (call) => (call === 'readAliasMetrics' ? {kind: 'dieBefore'} : undefined);
  await Promise.race([runLeased(process), process.gate.death]);
  await process.clock.sleep(GIVEN_BACK_MS);
  const {stable, candidate, description} = process.world.newest(REF) ?? {};
  expect({stable, candidate}).toEqual({stable: '6', candidate: undefined});
  expect(description).toMatch(/^Checkout, the live one\. \[was 5\] \[lease of [0-9a-z]{6} took back 7\]$/);
  expect(description?.startsWith(DESCRIPTION)).toBe(true);
});
