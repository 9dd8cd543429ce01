import {describe, expect, it} from 'vitest';
import {proveLease} from '../../../src/lib/execute/lease/prove-lease.js';
import type {AliasState} from '../../../src/lib/model/alias/state.js';
import type {Fault} from '../../fakes/call-gate.js';
import {awsError} from '../../fakes/fake-functions.js';
import {DESCRIPTION, type Process, REF} from '../rollout/rollout-world.js';
import {aLeasedProcess, LEASE} from './leased.js';

function prove(process: Process): Promise<unknown> {
  const alias = process.world.newest(REF) as AliasState;
  return proveLease(process.deps, {alias, candidate: '7', role: LEASE.role}, process.controller.signal);
}

/** Calls of a lease that is proved without anything going wrong. */
async function callsOfAProof(): Promise<readonly string[]> {
  const process = aLeasedProcess();
  await prove(process);
  return process.gate.calls;
}

const CALLS = await callsOfAProof();
const EACH = [...CALLS.entries()].filter(
  ([index, call]) => call !== 'getAlias' || index < 4 || index > CALLS.length - 6,
);

function expectAsItWas({world, deps}: Process): void {
  expect(world.newest(REF)).toMatchObject({stable: '6', description: DESCRIPTION});
  expect(world.newest(REF)?.candidate).toBeUndefined();
  expect(deps.leases.standing.leases.size).toBe(0);
}

describe.each(EACH)('a lease that is proved, at call %i (%s)', (index) => {
  it.each<[string, (process: Process) => Fault]>([
    ['fails', () => ({kind: 'fail'})],
    ['loses its answer', () => ({kind: 'lose'})],
    [
      'meets a signal before it',
      ({controller}) => ({kind: 'before', action: () => controller.abort(new Error('ended'))}),
    ],
    [
      'meets a signal after it',
      ({controller}) => ({kind: 'after', action: () => controller.abort(new Error('ended'))}),
    ],
  ])('%s, and leaves the alias as it was', async (_, faultOf) => {
    const process = aLeasedProcess();
    process.gate.faults.set(index, faultOf(process));
    await prove(process).catch(() => undefined);
    expectAsItWas(process);
    expect(process.events.of('warning')).toEqual([]);
  });
});

it('says with the command what it could not put back, and why it failed before', async () => {
  const process = aLeasedProcess();
  process.gate.always = (call) =>
    call === 'setLease' || process.gate.calls.includes('setLease')
      ? {kind: 'fail', error: awsError('ACCESS_DENIED')}
      : undefined;
  await expect(prove(process)).rejects.toMatchObject({code: 'ACCESS_DENIED'});
  expect(process.events.of('warning')).toMatchObject([
    {
      code: 'SCRATCH_NOT_PUT_BACK',
      message: expect.stringContaining('aws lambda update-alias --function-name checkout'),
    },
  ]);
});
