import {expect, it} from 'vitest';
import {invoke} from '../../../src/lib/service/invoke/invoke.js';
import {aFunction} from '../../fakes/a-function.js';
import {aSession} from '../../fakes/a-session.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {FakeFunctions} from '../../fakes/fake-functions.js';

it('a function that isolates tenants is not called without one, and the way to name one is told', async () => {
  const functions = new FakeFunctions(new FakeClock(), aFunction({tenantIsolation: 'PER_TENANT'}));
  const session = aSession({functions});
  const asked = {ref: {functionName: 'checkout'}, stdin: async () => ''};
  await expect(invoke(session, asked, {}, new AbortController().signal)).rejects.toMatchObject({
    code: 'TENANT_ISOLATED',
    exitCode: 3,
    suggestions: [expect.stringContaining("--qualifier '$LATEST' --tenant-id TENANT")],
  });
});
