import {describe, expect, it} from 'vitest';
import {aProcess, BAD, GOOD, type Process} from '../rollout/rollout-world.js';

/** 900 requests a minute of version 6 at 100 ms, 90 of version 7 at 120 ms. */
function withDurations(process: Process): Process {
  const points: Readonly<Record<string, number>> = {
    ...{'6 Sum': 90_000, '6 SampleCount': 900, '7 Sum': 10_800, '7 SampleCount': 90},
  };
  process.deps.signals.points = (name) => points[name];
  return process;
}

describe('what a request costs', () => {
  it.each([
    ['promoted', GOOD],
    ['rolledBack', BAD],
  ])('is compared when a rollout is %s', async (kind, traffic) => {
    const process = withDurations(aProcess(traffic));
    const outcome = await process.run();
    expect(outcome.kind).toBe(kind);
    const {cost} = outcome.record;
    expect(cost).toMatchObject({
      region: expect.any(String),
      stable: {version: '6', meanMs: 100},
      candidate: {version: '7', meanMs: 120},
    });
    expect(cost?.candidate.usdPerMillion).toBeGreaterThan(cost?.stable.usdPerMillion ?? Number.NaN);
    expect(process.events.of('cost.compared')).toMatchObject([{stable: {version: '6'}, candidate: {version: '7'}}]);
  });

  it('is not told where one of them has answered nothing', async () => {
    const process = aProcess(GOOD);
    process.deps.signals.points = (name) => (name.startsWith('6') ? 900 : undefined);
    expect((await process.run()).record).not.toHaveProperty('cost');
    expect(process.events.of('cost.compared')).toEqual([]);
  });

  it('that cannot be read is a warning, and changes nothing', async () => {
    const process = withDurations(aProcess(GOOD));
    process.gate.always = (call) => (call === 'readMetrics' ? {kind: 'fail'} : undefined);
    const outcome = await process.run();
    expect(outcome.kind).toBe('promoted');
    expect(process.events.of('warning').map(({code}) => code)).toContain('COST_UNREAD');
  });

  it('is not waited for without end', async () => {
    const process = withDurations(aProcess(GOOD));
    process.gate.always = (call) => (call === 'readMetrics' ? {kind: 'hang'} : undefined);
    expect((await process.run()).kind).toBe('promoted');
  });
});
