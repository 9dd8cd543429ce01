import {describe, expect, it} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {observeRolloutStatus} from '../../../src/lib/execute/rollout/status.js';
import {aProcess, BAD, GOOD, REF} from './rollout-world.js';
import {withVersions} from './with-versions.js';

describe('the status of a rollout', () => {
  it.each([
    ['undecided', GOOD, 60_000],
    ['pass', GOOD, 3 * 60_000],
  ] as const)('is the verdict its own process would come to: %s', async (verdict, traffic, afterMs) => {
    const process = aProcess(traffic);
    const running = process.run();
    await process.clock.sleep(afterMs);
    const functions = await withVersions(process, 7);
    const status = await observeRolloutStatus({...process.deps, functions}, REF, DEFAULT_SETTINGS);
    expect(status).toMatchObject({standing: {kind: 'running'}, sameSettings: true, judgement: {verdict}});
    process.interrupt();
    await running;
  });

  it('says so when it would judge by other settings', async () => {
    const process = aProcess(BAD);
    const running = process.run();
    await process.clock.sleep(60_000);
    const functions = await withVersions(process, 7);
    const status = await observeRolloutStatus({...process.deps, functions}, REF, {...DEFAULT_SETTINGS, alpha: 0.05});
    expect(status.sameSettings).toBe(false);
    await running;
  });

  it('of an alias at rest reads no metrics', async () => {
    const process = aProcess();
    const functions = await withVersions(process, 7);
    const status = await observeRolloutStatus({...process.deps, functions}, REF, DEFAULT_SETTINGS);
    expect(status.standing.kind).toBe('idle');
    expect(process.gate.calls).toEqual(['getAlias']);
  });
});
