import {expect, test} from 'vitest';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {runRollout} from '../../../src/lib/execute/rollout/rollout.js';
import {REF} from './rollout-world.js';
import {MINUTE_MS, staged} from './sandbox-stage.js';

test('all traffic at once, and then every call is refused: a watch that saw none of it is never done', async () => {
  const {client, sdk, deps, events, plan, alias} = await staged({perMinute: 2_000, versions: {}});
  const reserve = {FunctionName: REF.functionName, ReservedConcurrentExecutions: 0};
  let refused: Promise<unknown> | undefined;
  const keep = events.emit.bind(events);
  events.emit = (event) => {
    keep(event);
    if (event.type === 'watch.started') refused ??= client.send(new sdk.PutFunctionConcurrencyCommand(reserve));
  };
  const watched = await plan('all-at-once', {}, 20 * MINUTE_MS);
  const outcome = await runRollout(deps, watched, new AbortController().signal);
  await refused;
  const error = toRolloutError(outcome);
  // Held for a person; or taken back, where a busy machine has let it see nothing for five minutes of its fast clock.
  expect([5, 7]).toContain(error?.exitCode);
  if (outcome.kind !== 'held') return;
  expect(error).toMatchObject({code: 'HELD_INCIDENT', traffic: 'held', message: expect.stringContaining('throttled')});
  expect(outcome.record.throttles).toBeGreaterThan(0);
  expect(await alias()).toMatchObject({stable: '2', description: expect.stringContaining('[lr')});
});
