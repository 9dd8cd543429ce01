import {describe, expect, it} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {watchRollout} from '../../../src/lib/execute/rollout/watch.js';
import {LEASE} from '../lease/leased.js';
import {aProcess, type Process, REF, resume, SILENCE} from './rollout-world.js';

const MINUTE_MS = 60_000;
const NEVER = new AbortController().signal;

const warnings = (process: Process) => process.events.of('warning').map(({code}) => code);
const watching = (process: Process, minutes: number) =>
  watchRollout(process.deps, {ref: REF, settings: DEFAULT_SETTINGS, waitMs: minutes * MINUTE_MS}, NEVER);

describe('that nobody is at work on a rollout', () => {
  it('is not said of a process that waits for data as long as it may, and then holds', async () => {
    const process = aProcess(SILENCE);
    const running = process.run();
    await process.clock.sleep(2 * MINUTE_MS);
    expect((await watching(process, 120)).kind).toBe('held');
    expect((await running).kind).toBe('held');
    expect(warnings(process)).not.toContain('NOBODY_AT_WORK');
  });

  it('is not said of one that has resumed it late, and is as patient as the first', async () => {
    const process = aProcess(SILENCE);
    await process.run({detach: true});
    await process.clock.sleep(60 * MINUTE_MS);
    const running = resume(process);
    await process.clock.sleep(2 * MINUTE_MS);
    expect((await watching(process, 120)).kind).toBe('held');
    await running;
    expect(warnings(process)).not.toContain('NOBODY_AT_WORK');
  });

  it.each([
    ['is not said while a lease runs', {...LEASE, lengthMs: 120 * MINUTE_MS}, []],
    ['is said where there is none', undefined, ['NOBODY_AT_WORK']],
  ])('%s', async (_name, lease, codes) => {
    const process = aProcess();
    await process.run({detach: true, ...(lease && {lease})});
    await watching(process, 60);
    expect(warnings(process)).toEqual(codes);
  });
});
