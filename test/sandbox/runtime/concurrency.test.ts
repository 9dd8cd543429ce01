import {expect, test} from 'vitest';
import type {ConcurrencyOf} from '../../../src/lib/sandbox/invocation.js';
import {ConcurrencyLimits} from '../../../src/lib/sandbox/runtime/concurrency.js';
import {anInvoker, answerOf, aVersion, unreserved} from './running-function.js';

function admitted(limits: ConcurrencyLimits, name: string, reserved?: number, more: Partial<ConcurrencyOf> = {}) {
  const admission = limits.enter(name, {...unreserved, reserved, ...more});
  return admission.admitted ? admission : admission.reason;
}

test('a reservation holds for the function over all its versions and is given back', () => {
  const limits = new ConcurrencyLimits(10, () => 1);
  const first = admitted(limits, 'a', 1);
  expect(admitted(limits, 'a', 1)).toBe('ReservedFunctionConcurrentInvocationLimitExceeded');
  if (typeof first === 'object') first.leave();
  expect(admitted(limits, 'a', 1)).toMatchObject({admitted: true, ofFunction: 1, ofAccount: 1});
});

test('reserved 0 stops the function', () => {
  expect(admitted(new ConcurrencyLimits(10, () => 0), 'a', 0)).toBe(
    'ReservedFunctionConcurrentInvocationLimitExceeded',
  );
});

test('functions without a reservation share what the reservations leave', () => {
  const limits = new ConcurrencyLimits(3, () => 1);
  expect(admitted(limits, 'a')).toMatchObject({admitted: true});
  expect(admitted(limits, 'b')).toMatchObject({admitted: true});
  expect(admitted(limits, 'c')).toBe('ConcurrentInvocationLimitExceeded');
  expect(admitted(limits, 'reserved', 1)).toMatchObject({admitted: true, ofAccount: 3});
});

test('what is provisioned serves its qualifier first, then spills over into what else the function has', () => {
  const limits = new ConcurrencyLimits(10, () => 3);
  const live = {provisioned: {qualifier: 'live', ready: 1}, provisionedTotal: 1};
  expect(admitted(limits, 'a', 2, live)).toMatchObject({kind: 'provisioned', ofProvisioned: 1});
  expect(admitted(limits, 'a', 2, live)).toMatchObject({kind: 'spillover', ofFunction: 2});
  expect(admitted(limits, 'a', 2, live)).toBe('ReservedFunctionConcurrentInvocationLimitExceeded');
});

test('a reservation that is all provisioned leaves the other versions nothing', () => {
  const limits = new ConcurrencyLimits(10, () => 1);
  expect(admitted(limits, 'a', 1, {provisionedTotal: 1})).toBe('ReservedFunctionConcurrentInvocationLimitExceeded');
  const live = {provisioned: {qualifier: 'live', ready: 1}, provisionedTotal: 1};
  expect(admitted(limits, 'a', 1, live)).toMatchObject({kind: 'provisioned'});
});

test('without a reservation what spills over takes from the pool that all share', () => {
  const limits = new ConcurrencyLimits(3, () => 2);
  const live = {provisioned: {qualifier: 'live', ready: 2}, provisionedTotal: 2};
  const kinds = [1, 2, 3].map(() => admitted(limits, 'a', undefined, live));
  expect(kinds).toMatchObject([{kind: 'provisioned'}, {kind: 'provisioned'}, {kind: 'spillover'}]);
  expect(admitted(limits, 'b')).toBe('ConcurrentInvocationLimitExceeded');
});

test('what is in flight counts, also while it waits for a process', async () => {
  await using running = anInvoker({maxProcesses: 1});
  const version = await aVersion('export const handler = async () => new Promise((r) => setTimeout(r, 50, "ok"));');
  const results = await Promise.all(
    Array.from({length: 4}, () => running.invoke(version, {}, {concurrency: {...unreserved, reserved: 3}})),
  );
  expect(results.map((result) => (result.kind === 'done' ? answerOf(result).value : result.reason))).toEqual([
    'ok',
    'ok',
    'ok',
    'ReservedFunctionConcurrentInvocationLimitExceeded',
  ]);
});
