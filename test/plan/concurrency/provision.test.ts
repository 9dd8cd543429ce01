import {describe, expect, it} from 'vitest';
import {planProvision, planUnprovision} from '../../../src/lib/plan/concurrency/provision.js';
import type {FunctionConfiguration} from '../../../src/lib/ports/lambda/functions.js';
import {aFunction} from '../../fakes/a-function.js';

const REF = {functionName: 'checkout', alias: 'live'};

function seen(change: Partial<FunctionConfiguration>) {
  const alias = {...REF, stable: '7', description: '', revisionId: 'rev-1', aliasArn: 'arn'};
  return {ref: REF, alias, serving: aFunction({version: '7', ...change})};
}

describe('provisioned concurrency of functions that cannot have it', () => {
  it.each([
    ['SNAP_START_CONFLICT', {takesSnapshots: true as const}, /Version 7 of checkout has SnapStart/],
    ['TENANT_ISOLATED', {tenantIsolation: 'PER_TENANT'}, /checkout isolates tenants/],
  ])('is refused as %s before it is asked for', (code, change, message) => {
    const planned = planProvision(seen(change), 3);
    expect(planned.ok ? [] : planned.refusals).toMatchObject([
      {
        code,
        message: expect.stringMatching(message),
        suggestions: expect.arrayContaining([expect.stringMatching(/concurrency reserve checkout 3$/)]),
      },
    ]);
    const {alias: _none, ...version} = seen(change);
    expect(planProvision({...version, ref: {...REF, alias: '7'}}, 3).ok).toBe(false);
  });

  it('is asked for where nothing speaks against it, and can always be taken away', () => {
    expect(planProvision(seen({}), 3).ok).toBe(true);
    const provisioned = {requested: 3, allocated: 0, available: 0, status: 'FAILED'} as const;
    expect(planUnprovision({...seen({takesSnapshots: true}), provisioned}).ok).toBe(true);
  });
});
