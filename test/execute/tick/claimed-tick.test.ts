import {expect, it} from 'vitest';
import {abortRollout} from '../../../src/lib/execute/rollout/abort.js';
import {claimOf, findRollout} from '../../../src/lib/plan/tick/find.js';
import {GOOD, Process, REF} from '../rollout/rollout-world.js';
import {begun, once} from './ticking.js';

/** The rollout in the world, as whoever drives that one alone claims it. */
function claimIn({world}: Process) {
  const found = findRollout(world.newest(REF));
  if (found.kind !== 'rollout') throw new Error(found.kind);
  return claimOf(found);
}

it('a tick that means one rollout works on that one', async () => {
  const first = await begun(GOOD);
  const claim = claimIn(first);
  await first.clock.sleep(600_000);
  expect(await once(first, {claim})).toMatchObject({kind: 'moved'});
});

it('a tick that means one rollout leaves the next one of the alias alone', async () => {
  const first = await begun(GOOD);
  const claim = claimIn(first);
  await abortRollout(first.deps, REF);
  const next = new Process(first.world, first.clock, GOOD);
  await next.run({detach: true});
  const before = first.world.newest(REF);
  await first.clock.sleep(600_000);
  expect(await once(first, {claim})).toMatchObject({kind: 'orphaned'});
  expect(first.world.newest(REF)).toEqual(before);
});

it('a tick that means one rollout tells how it was ended by somebody else', async () => {
  const first = await begun(GOOD);
  const claim = claimIn(first);
  await abortRollout(first.deps, REF);
  expect(await once(first, {claim})).toMatchObject({kind: 'abortedElsewhere', alias: {stable: '6'}});
  // Whoever ticks whatever is there has nothing to do.
  expect(await once(first)).toMatchObject({kind: 'nothing'});
});
