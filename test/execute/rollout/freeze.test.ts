import {expect, it} from 'vitest';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {splitDescription} from '../../../src/lib/model/alias/description.js';
import {trustedPolicy} from '../../../src/lib/plan/tick/kept-policy.js';
import {begun, tickToTheEnd} from '../tick/ticking.js';
import {aProcess, BAD, DESCRIPTION, GOOD, Process, path, REF, resume, START_MS} from './rollout-world.js';

const MINUTE_MS = 60_000;
/** In the second step, for an hour. */
const spans = [{fromMs: START_MS + 5 * MINUTE_MS, toMs: START_MS + 65 * MINUTE_MS, reason: 'holidays'}];
const hold = {onFreeze: 'hold', spans} as const;
const abort = {onFreeze: 'abort', spans} as const;

it('holds a rollout under way where it is when the freeze begins, and goes on when somebody resumes it', async () => {
  const process = aProcess(GOOD);
  const outcome = await process.run({freeze: hold});
  expect(outcome).toMatchObject({kind: 'held', cause: {kind: 'freeze'}});
  expect(toRolloutError(outcome)).toMatchObject({exitCode: 7, code: 'HELD_FREEZE'});
  expect(toRolloutError(outcome)?.message).toContain('A freeze has begun: holidays, until Thu 2026-01-01 13:05Z.');
  expect(path(process.world)).toEqual(['7@5', '7@50', '7@50']);
  const later = new Process(process.world, START_MS + 70 * MINUTE_MS, GOOD);
  expect((await resume(later)).kind).toBe('promoted');
});

it('takes it back where the file says so, and remembers nothing against the version', async () => {
  const process = aProcess(GOOD);
  const outcome = await process.run({freeze: abort});
  expect(toRolloutError(outcome)).toMatchObject({exitCode: 5, code: 'ROLLED_BACK_FREEZE'});
  expect(process.world.newest(REF)).toMatchObject({stable: '6', description: DESCRIPTION});
});

it('takes back a bad version in a freeze as ever, and leaves the watch after 100 % alone', async () => {
  const early = {fromMs: START_MS + 3 * MINUTE_MS, toMs: START_MS + 65 * MINUTE_MS, reason: 'holidays'};
  const bad = await aProcess(BAD).run({freeze: {onFreeze: 'abort', spans: [early]}});
  expect(bad).toMatchObject({kind: 'rolledBack', cause: {kind: 'analysis'}});
  const late = [{fromMs: START_MS + 8 * MINUTE_MS, toMs: START_MS + 65 * MINUTE_MS, reason: 'holidays'}];
  expect((await aProcess(GOOD).run({freeze: {onFreeze: 'abort', spans: late}})).kind).toBe('promoted');
});

it.each([
  ['hold', hold, 'held'],
  ['abort', abort, 'rolledBack'],
] as const)('%s: whoever ticks does the same, by the policy that was kept', async (_, freeze, kind) => {
  const first = await begun(GOOD, {freeze});
  const {last} = await tickToTheEnd(first.world, first.clock.now(), GOOD, {});
  expect(last).toMatchObject({kind: 'ended', outcome: {kind, cause: {kind: 'freeze'}}});
});

it('lets only what it can read of a freeze travel', async () => {
  const process = await begun(GOOD, {freeze: hold});
  const {marker} = splitDescription(process.world.newest(REF)?.description ?? '');
  if (!marker) throw new Error('There is no rollout.');
  const kept = await process.deps.policies.read(REF);
  expect(trustedPolicy(kept, marker)?.freeze).toEqual(hold);
  const broken = kept && {...kept, text: kept.text.replace('"onFreeze":"hold"', '"onFreeze":"perhaps"')};
  expect(trustedPolicy(broken, marker)).not.toHaveProperty('freeze');
  expect(trustedPolicy(broken, marker)).toBeDefined();
});
