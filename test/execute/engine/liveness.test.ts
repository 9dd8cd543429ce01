import {describe, expect, it} from 'vitest';
import {Liveness} from '../../../src/lib/execute/engine/liveness.js';
import type {AliasState} from '../../../src/lib/model/alias/state.js';
import type {RolloutMarker} from '../../../src/lib/model/rollout/marker.js';
import {findRollout} from '../../../src/lib/plan/tick/find.js';
import {GOOD, REF} from '../rollout/rollout-world.js';
import {begun} from '../tick/ticking.js';

const MINUTE_MS = 60_000;
const {signal} = new AbortController();

/** Somebody who watches a rollout, of which there is an execution or not, and looks every so often. */
async function watcher({isDriven}: {readonly isDriven: boolean}) {
  const process = await begun(GOOD);
  const alias = process.world.newest(REF) as AliasState;
  const {marker} = findRollout(alias) as {readonly marker: RolloutMarker};
  const {engine, clock} = process.deps;
  if (isDriven) engine.started.set(marker.rolloutId, {});
  const liveness = new Liveness(process.deps, REF, {seenFromMs: clock.now(), settleMs: 30_000});
  process.gate.calls.length = 0;
  return {
    engine,
    calls: process.gate.calls,
    gate: process.gate,
    end: (outcome: string) => engine.ends.set(marker.rolloutId, {outcome}),
    look: async (afterMs: number, changed: Partial<RolloutMarker> = {}) => {
      await clock.sleep(afterMs);
      return liveness.whyDead(alias, {...marker, ...changed}, signal);
    },
  };
}

describe('whether anybody works on a rollout', () => {
  it('is not doubted as long as its execution runs, however long that is', async () => {
    const {look} = await watcher({isDriven: true});
    expect(await look(0)).toBeUndefined();
    expect(await look(48 * 60 * MINUTE_MS)).toBeUndefined();
  });

  it('is asked of its execution once a minute', async () => {
    const {look, calls} = await watcher({isDriven: true});
    for (let count = 0; count < 9; count++) await look(20_000);
    expect(calls.filter((call) => call === 'findExecution')).toHaveLength(3);
  });

  it('is denied when its execution has ended and the rollout is where it was, at the second look', async () => {
    const {look, end} = await watcher({isDriven: true});
    end('ABORTED');
    expect(await look(0)).toBeUndefined();
    expect(await look(20_000)).toMatch(/its execution has ended \(ABORTED\).*rollout resume checkout:live$/);
  });

  it('is not denied of one that a process has resumed since', async () => {
    const {look, end} = await watcher({isDriven: true});
    end('ABORTED');
    await look(0, {runner: 'heir'});
    expect(await look(20_000, {runner: 'heir'})).toBeUndefined();
  });

  it('is denied of one without an execution only past all patience', async () => {
    const {look} = await watcher({isDriven: false});
    expect(await look(0)).toBeUndefined();
    expect(await look(20 * MINUTE_MS)).toBeUndefined();
    expect(await look(60 * MINUTE_MS)).toMatch(/^No process seems to work/);
  });

  it('does not ask again for an execution that was not there', async () => {
    const {look, calls} = await watcher({isDriven: false});
    for (let count = 0; count < 9; count++) await look(20_000);
    expect(calls.filter((call) => call === 'findExecution')).toHaveLength(1);
  });

  it('is asked again where the first answer did not come', async () => {
    const {look, gate, end} = await watcher({isDriven: true});
    gate.always = (call) => (call === 'findExecution' ? {kind: 'fail'} : undefined);
    await look(0);
    gate.always = undefined;
    end('ABORTED');
    await look(60_000);
    expect(await look(20_000)).toMatch(/its execution has ended/);
  });

  it('is no worse when nobody may ask for executions', async () => {
    const {look, gate} = await watcher({isDriven: true});
    gate.always = (call) => (call === 'findExecution' ? {kind: 'fail'} : undefined);
    expect(await look(0)).toBeUndefined();
    expect(await look(80 * MINUTE_MS)).toMatch(/^No process seems to work/);
  });
});
