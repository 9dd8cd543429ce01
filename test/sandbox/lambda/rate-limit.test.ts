import {expect, test} from 'vitest';
import {SandboxClock} from '../../../src/lib/sandbox/clock.js';
import {RateLimit} from '../../../src/lib/sandbox/lambda/rate-limit.js';

class SetClock extends SandboxClock {
  nowMs = 0;

  constructor() {
    super({speed: 1, originMs: 0});
  }

  override now(): number {
    return this.nowMs;
  }
}

const admitted = (limit: RateLimit, operation: string, calls: number): number =>
  Array.from({length: calls}, () => limit.admits(operation)).filter(Boolean).length;

test('all operations share 15 a second, but GetFunction, GetPolicy and Invoke', () => {
  const clock = new SetClock();
  const limit = new RateLimit(clock, 15);
  expect(admitted(limit, 'UpdateAlias', 10)).toBe(10);
  expect(admitted(limit, 'GetAlias', 10)).toBe(5);
  expect(admitted(limit, 'GetFunction', 150)).toBe(100);
  expect(admitted(limit, 'GetPolicy', 20)).toBe(15);
  expect(admitted(limit, 'Invoke', 1000)).toBe(1000);
});

test('the quota comes back with sandbox time, and does not pile up', () => {
  const clock = new SetClock();
  const limit = new RateLimit(clock, 15);
  expect(admitted(limit, 'GetAlias', 20)).toBe(15);
  clock.nowMs = 200;
  expect(admitted(limit, 'GetAlias', 20)).toBe(3);
  clock.nowMs = 60_000;
  expect(admitted(limit, 'GetAlias', 20)).toBe(15);
});

test('0 means no limit', () => {
  expect(admitted(new RateLimit(new SetClock(), 0), 'GetAlias', 500)).toBe(500);
});
