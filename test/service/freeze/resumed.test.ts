import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {rolloutStanding} from '../../../src/lib/model/rollout/standing.js';
import {trustedPolicy} from '../../../src/lib/plan/tick/kept-policy.js';
import {type ResumeOptions, resumeRollout} from '../../../src/lib/service/rollout/resume.js';
import {aProcess, GOOD, Process, path as pathOf, REF, START_MS} from '../../execute/rollout/rollout-world.js';
import {quietCallers} from '../../fakes/a-caller.js';
import {aSession} from '../../fakes/a-session.js';
import {FakeConcurrency} from '../../fakes/fake-concurrency.js';
import {tempFolder} from '../../package/temp-folder.js';

const MINUTE_MS = 60_000;
const DAY = 'freeze: [{from: 2026-01-01, to: 2026-01-01, timezone: UTC, reason: holidays}]\n';
/** In the second step, for an hour. */
const hold = {
  onFreeze: 'hold',
  spans: [{fromMs: START_MS + 5 * MINUTE_MS, toMs: START_MS + 65 * MINUTE_MS, reason: 'holidays'}],
} as const;

/** Goes on with the rollout of `process` ten minutes after its start, with a release file that says this. */
async function resumeIn(process: Process, rules: string, options: Partial<ResumeOptions> = {}) {
  const heir = new Process(process.world, START_MS + 10 * MINUTE_MS, GOOD);
  const config = path.join(tempFolder(), 'release.yml');
  writeFileSync(config, rules === '' ? 'rollout: {}\n' : rules);
  const session = aSession({
    ...heir.deps,
    trafficHistory: {readTraffic: async () => []},
    concurrency: new FakeConcurrency(),
    ...quietCallers(),
  });
  const said = {'accept-settings': false, 'dry-run': false, config, ...options};
  return resumeRollout(session, REF, said, heir.controller.signal);
}

describe('going on in a freeze', () => {
  it('with a rollout whose process died is not asked for: it does what it was begun to do', async () => {
    const process = aProcess(GOOD);
    await process.run({detach: true});
    const {result} = await resumeIn(process, DAY);
    expect(result.rollout).toBeDefined();
    expect(pathOf(process.world).at(-1)).toBe('7');
  });

  it('with one that is held is refused, and traffic stays', async () => {
    const process = aProcess(GOOD);
    expect((await process.run({freeze: hold})).kind).toBe('held');
    const before = pathOf(process.world);
    await expect(resumeIn(process, DAY)).rejects.toMatchObject({exitCode: 3, code: 'FROZEN'});
    expect(pathOf(process.world)).toEqual(before);
  });

  it.each([
    ['the file says', DAY],
    ['was kept of it, and no file says any more', ''],
  ])(
    'with one that is held by the freeze that %s goes on by an override, and is not held by it again',
    async (_name, rules) => {
      const process = aProcess(GOOD);
      expect((await process.run({freeze: hold})).kind).toBe('held');
      await resumeIn(process, rules, {override: 'INC-42'});
      expect(pathOf(process.world).at(-1)).toBe('7');
    },
  );

  it('by an override is known to whoever drives it next', async () => {
    const process = aProcess(GOOD);
    await process.run({freeze: hold});
    await expect(resumeIn(process, DAY, {override: 'INC-42', wait: 1})).rejects.toMatchObject({exitCode: 7});
    const alias = process.world.newest(REF);
    const standing = alias && rolloutStanding(alias);
    if (!standing || !('marker' in standing) || !standing.marker) throw new Error('There is no rollout.');
    const policy = trustedPolicy(await process.deps.policies.read(REF), standing.marker);
    expect(policy).toBeDefined();
    expect(policy).not.toHaveProperty('freeze');
  });
});

it('what is written of a freeze in tags, and is none, stops nothing and breaks nothing', async () => {
  const process = aProcess(GOOD);
  await process.run({freeze: hold, detach: true});
  const alias = process.world.newest(REF);
  const standing = alias && rolloutStanding(alias);
  if (standing?.kind !== 'running') throw new Error('There is no rollout.');
  const kept = await process.deps.policies.read(REF);
  if (!kept) throw new Error('Nothing was kept.');
  for (const spans of [[null], [{...hold.spans[0], timezone: 'Mars/Olympus'}], [{...hold.spans[0], toMs: 'soon'}]]) {
    const text = JSON.stringify({...JSON.parse(kept.text), freeze: {onFreeze: 'hold', spans}});
    expect(trustedPolicy({...kept, text}, standing.marker)).not.toHaveProperty('freeze');
  }
});
