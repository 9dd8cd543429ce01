import {expect, test} from 'vitest';
import {REF} from './rollout-world.js';
import {MINUTE_MS, staged} from './sandbox-stage.js';

test('a rollout is held while the account throttles its callers, and blames nobody', async () => {
  const stage = await staged({perMinute: 2_000, versions: {}});
  const {client, sdk, deps} = stage;
  await deps.clock.sleep(MINUTE_MS);
  const reserve = {FunctionName: REF.functionName, ReservedConcurrentExecutions: 0};
  await client.send(new sdk.PutFunctionConcurrencyCommand(reserve));
  const outcome = await stage.release('50%:1m');
  expect(outcome).toMatchObject({
    kind: 'held',
    cause: {kind: 'incident', message: expect.stringContaining('throttled: the alias refused')},
  });
  expect(outcome.record.throttles).toBeGreaterThan(0);
});
