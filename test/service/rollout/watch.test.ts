import {expect, it} from 'vitest';
import type {ReleaseEvent} from '../../../src/lib/ports/events.js';
import {watch} from '../../../src/lib/service/rollout/watch.js';
import {aProcess, REF} from '../../execute/rollout/rollout-world.js';
import {aSession} from '../../fakes/a-session.js';

it('says at Ctrl-C that the rollout goes on, and how to look again and to stop it', async () => {
  const process = aProcess();
  await process.run({detach: true});
  const before = process.world.newest(REF);
  const controller = new AbortController();
  const events = {
    emit({type}: ReleaseEvent) {
      if (type === 'sample.judged') controller.abort({signal: 'SIGINT'});
    },
  };
  const session = aSession({...process.deps, events});
  expect(await watch(session, REF, {}, controller.signal).catch((error: unknown) => error)).toMatchObject({
    message: 'checkout:live: SIGINT ended the work of this process alone. The rollout goes on without it.',
    suggestions: [
      'Follow it: lambda-release rollout watch checkout:live',
      'Give stable all traffic: lambda-release rollout abort checkout:live',
    ],
    traffic: 'untouched',
  });
  expect(process.world.newest(REF)).toEqual(before);
});
