import {describe, expect, it} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {observeRolloutStatus} from '../../../src/lib/execute/rollout/status.js';
import {aProcess, GOOD, REF} from './rollout-world.js';
import {withVersions} from './with-versions.js';

const ASKED = {settings: DEFAULT_SETTINGS};

describe('the status of a rollout', () => {
  it.each([
    ['undecided', GOOD, 60_000],
    ['pass', GOOD, 3 * 60_000],
  ] as const)('is the verdict its own process would come to: %s', async (verdict, traffic, afterMs) => {
    const process = aProcess(traffic);
    const running = process.run();
    await process.clock.sleep(afterMs);
    const functions = await withVersions(process, 7);
    const status = await observeRolloutStatus({...process.deps, functions}, REF, ASKED);
    expect(status).toMatchObject({standing: {kind: 'running'}, warnings: [], judgement: {verdict}});
    process.interrupt();
    await running;
  });

  it.each([
    ['judges by what its rollout was begun with', {kept: true, isStated: false}, 'pass', []],
    ['says so where a release file says otherwise', {kept: true, isStated: true}, 'pass', ['OTHER_SETTINGS']],
    ['judges as it is asked where nothing was kept, and says so', {kept: false}, 'undecided', ['OTHER_SETTINGS']],
  ] as const)('%s', async (_name, {kept, ...asked}, verdict, codes) => {
    const process = aProcess(GOOD);
    const running = process.run();
    await process.clock.sleep(3 * 60_000);
    if (!kept) process.deps.policies.kept.clear();
    const functions = await withVersions(process, 7);
    const settings = {...DEFAULT_SETTINGS, minInvocations: 1_000_000};
    const status = await observeRolloutStatus({...process.deps, functions}, REF, {settings, ...asked});
    expect(status.judgement?.verdict).toBe(verdict);
    expect(status.warnings.map(({code}) => code)).toEqual(codes);
    process.interrupt();
    await running;
  });

  it('of an alias at rest reads no metrics', async () => {
    const process = aProcess();
    const functions = await withVersions(process, 7);
    const status = await observeRolloutStatus({...process.deps, functions}, REF, ASKED);
    expect(status.standing.kind).toBe('idle');
    expect(process.gate.calls).toEqual(['getAlias']);
  });
});
