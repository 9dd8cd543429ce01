import {describe, expect, test} from 'vitest';
import {planClear, planReserve} from '../../../src/lib/plan/concurrency/concurrency.js';

const account = {limit: 1_000, unreserved: 400};

function reserve(reserved: number | undefined, wanted: number, pool = account) {
  const planned = planReserve(
    {functionName: 'checkout', account: pool, ...(reserved !== undefined && {reserved})},
    wanted,
  );
  if (!planned.ok) throw new Error(planned.refusals[0].message);
  return planned.plan;
}

describe('reserving concurrency', () => {
  test.each([
    ['a first reservation', undefined, 100, {unreservedAfter: 300, changed: true}],
    ['a larger one', 100, 250, {unreservedAfter: 250, changed: true, previous: 100}],
    ['a smaller one', 100, 50, {unreservedAfter: 450, changed: true}],
    ['the same one', 100, 100, {unreservedAfter: 400, changed: false}],
    ['the emergency stop', 100, 0, {unreservedAfter: 500, stopsFunction: true, startsFunction: false}],
    ['stopping one without a reservation', undefined, 0, {unreservedAfter: 400, changed: true, stopsFunction: true}],
    ['starting a stopped one', 0, 10, {unreservedAfter: 390, stopsFunction: false, startsFunction: true}],
    ['all there is', undefined, 400, {unreservedAfter: 0, belowDocumentedFloor: 100}],
  ])('%s', (_name, reserved, wanted, expected) => {
    expect(reserve(reserved, wanted)).toMatchObject(expected);
  });

  test.each([
    ['exactly the documented floor is left', undefined, 300, undefined],
    ['one less is left', undefined, 301, 100],
    ['little is left, but more than before', 350, 340, undefined],
    ['a stop never takes from the pool', undefined, 0, undefined],
  ])('the floor: %s', (_name, reserved, wanted, floor) => {
    expect(
      reserve(reserved, wanted, {limit: 1_000, unreserved: reserved === 350 ? 50 : 400}).belowDocumentedFloor,
    ).toBe(floor);
  });

  test.each([
    ['more than the account has', 401, 'ACCOUNT_LIMIT'],
    ['a negative number', -1, 'RESERVATION_INVALID'],
    ['half an execution', 1.5, 'RESERVATION_INVALID'],
    ['no number', Number.NaN, 'RESERVATION_INVALID'],
  ])('%s is refused', (_name, wanted, code) => {
    const planned = planReserve({functionName: 'checkout', account}, wanted);
    expect(planned.ok ? [] : planned.refusals.map((refusal) => refusal.code)).toEqual([code]);
  });

  test('what a function holds already counts for it', () => {
    expect(reserve(100, 500).unreservedAfter).toBe(0);
    expect(planReserve({functionName: 'checkout', account, reserved: 100}, 501).ok).toBe(false);
  });

  test.each([
    [undefined, 'lambda-release concurrency clear checkout'],
    [0, 'lambda-release concurrency reserve checkout 0'],
    [50, 'lambda-release concurrency reserve checkout 50'],
  ])('the way back from %s', (reserved, command) => {
    expect(reserve(reserved, 10).restoreCommand).toBe(command);
  });
});

describe('clearing a reservation', () => {
  test('gives it back to the pool', () => {
    expect(planClear({functionName: 'checkout', account, reserved: 60})).toMatchObject({
      kind: 'clear',
      previous: 60,
      changed: true,
      unreservedAfter: 460,
      stopsFunction: false,
      restoreCommand: 'lambda-release concurrency reserve checkout 60',
    });
  });

  test('starts a stopped function', () => {
    expect(planClear({functionName: 'checkout', account, reserved: 0})).toMatchObject({startsFunction: true});
  });

  test('changes nothing when there is none', () => {
    expect(planClear({functionName: 'checkout', account})).toMatchObject({changed: false, startsFunction: false});
  });
});
