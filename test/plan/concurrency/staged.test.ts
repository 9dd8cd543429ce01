import {describe, expect, it} from 'vitest';
import type {ObservedCapacity} from '../../../src/lib/observe/rollout/capacity.js';
import type {RolloutSpec} from '../../../src/lib/plan/rollout/plan.js';
import {planRollout} from '../../../src/lib/plan/rollout/rollout.js';
import {rolloutPlanText, toRolloutPreview} from '../../../src/lib/report/result/rollout/rollout-plan-text.js';
import {aSpec, aWorld, observed, REF, START_MS} from '../../execute/rollout/rollout-world.js';
import {aFunction} from '../../fakes/a-function.js';

const held = (qualifier: string, requested: number) => ({qualifier, requested, allocated: requested, status: 'READY'});
const STABLE_HAS_FIVE = {provisioned: [held('6', 5)], unreserved: 900};

function plan(capacity: ObservedCapacity, spec: Partial<RolloutSpec> = {}, more = {}) {
  return planRollout(aSpec(spec), observed(aWorld().newest(REF), {capacity, ...more}), START_MS);
}

function stagedOf(...args: Parameters<typeof plan>) {
  const planned = plan(...args);
  if (!planned.ok) return planned.refusals.map(({code}) => code);
  return planned.plan.kind === 'rollout' ? planned.plan.staged?.wanted : undefined;
}

describe('what is kept ready of a candidate', () => {
  it.each<[string, ObservedCapacity, Partial<RolloutSpec>, number | undefined]>([
    ['as much as stable has', STABLE_HAS_FIVE, {}, 5],
    ['as much all at once', STABLE_HAS_FIVE, {steps: []}, 5],
    ['nothing where stable has nothing', {provisioned: []}, {}, undefined],
    ['nothing of what an alias has', {provisioned: [held('live', 5)], unreserved: 900}, {}, undefined],
    ['what was asked for', STABLE_HAS_FIVE, {provisioned: 8}, 8],
    ['what was asked for where stable has none', {provisioned: []}, {provisioned: 8}, 8],
    ['nothing when that was asked for', STABLE_HAS_FIVE, {provisioned: 0}, undefined],
    ['what it has already', {...STABLE_HAS_FIVE, provisioned: [held('6', 5), held('7', 2)]}, {}, 2],
    ['what fits into the reservation', {reserved: 8, provisioned: [held('6', 5)]}, {}, 3],
    ['what fits into the pool', {provisioned: [held('6', 5)], unreserved: 4}, {}, 4],
  ])('is %s', (_name, capacity, spec, wanted) => {
    expect(stagedOf(capacity, spec)).toBe(wanted);
  });

  it.each<[string, ObservedCapacity, Partial<RolloutSpec>, string]>([
    ['the reservation', {reserved: 8, provisioned: [held('6', 5)]}, {provisioned: 4}, 'NO_ROOM_TO_PROVISION'],
    ['the pool', {provisioned: [held('6', 5)], unreserved: 3}, {provisioned: 4}, 'NO_ROOM_TO_PROVISION'],
    ['Step Functions', STABLE_HAS_FIVE, {engine: 'step-functions'}, 'ENGINE_PROVISIONED'],
  ])('is refused by what %s can hold', (_name, capacity, spec, code) => {
    expect(stagedOf(capacity, spec)).toEqual([code]);
  });

  it.each<[string, object]>([
    ['SNAP_START_CONFLICT', {takesSnapshots: true}],
    ['TENANT_ISOLATED', {tenantIsolation: 'PER_TENANT'}],
  ])(
    'is refused as %s where AWS has it not for that kind of function, and is not missed when none was asked for',
    (code, kind) => {
      const versions = new Map([
        ['6', aFunction({version: '6'})],
        ['7', aFunction({version: '7', ...kind})],
      ]);
      expect(stagedOf(STABLE_HAS_FIVE, {}, {versions})).toEqual([code]);
      expect(stagedOf(STABLE_HAS_FIVE, {provisioned: 0}, {versions})).toBeUndefined();
    },
  );

  it('has room for what is only kept, not doubled', () => {
    expect(stagedOf({reserved: 10, provisioned: [held('6', 5), held('7', 5)]}, {provisioned: 5})).toBe(5);
    expect(stagedOf({provisioned: [held('6', 5), held('7', 5)], unreserved: 0}, {provisioned: 5})).toBe(5);
  });

  it('has its price by memory, architecture and region, or says that none is known', () => {
    const versions = (architecture: string) =>
      new Map(['6', '7'].map((version) => [version, aFunction({version, memoryMb: 1024, architecture})]));
    const planned = plan(STABLE_HAS_FIVE, {}, {versions: versions('x86_64')});
    if (!planned.ok) throw new Error('refused');
    expect(toRolloutPreview(REF, planned.plan).staged?.usdPerHour).toBeCloseTo(5 * 3600 * 4.646e-6, 9);
    expect(rolloutPlanText('checkout:live', planned.plan)).toContain('($0.0836 an hour, prices of 2025-10-01)');
    const unknown = plan(STABLE_HAS_FIVE, {}, {versions: versions('riscv64')});
    if (!unknown.ok) throw new Error('refused');
    expect(rolloutPlanText('checkout:live', unknown.plan)).toContain('(no price known here)');
  });
});
