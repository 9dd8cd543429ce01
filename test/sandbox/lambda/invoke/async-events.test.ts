import {describe, expect, test} from 'vitest';
import {SandboxClock} from '../../../../src/lib/sandbox/clock.js';
import type {InvocationRequest, InvocationResult} from '../../../../src/lib/sandbox/invocation.js';
import {AliasPropagation} from '../../../../src/lib/sandbox/lambda/alias/propagation.js';
import {Transitions} from '../../../../src/lib/sandbox/lambda/function/transitions.js';
import {AsyncEvents} from '../../../../src/lib/sandbox/lambda/invoke/async-events.js';
import {LambdaState} from '../../../../src/lib/sandbox/lambda/state.js';
import type {LambdaWorld} from '../../../../src/lib/sandbox/lambda/world.js';
import {aFunctionRecord} from '../a-function-record.js';

/** A clock that jumps to whatever is due next. */
class JumpingClock extends SandboxClock {
  private nowMs = 0;
  private readonly due: {readonly atMs: number; readonly action: () => void}[] = [];

  constructor() {
    super({speed: 1, originMs: 0});
  }

  override now(): number {
    return this.nowMs;
  }

  override after(delayMs: number, action: () => void): void {
    this.due.push({atMs: this.nowMs + delayMs, action});
  }

  async run(): Promise<void> {
    for (let next = this.due.shift(); next; next = this.due.shift()) {
      this.nowMs = next.atMs;
      next.action();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

async function deliver(answer: (attempt: number) => InvocationResult): Promise<number[]> {
  const clock = new JumpingClock();
  const attemptsMs: number[] = [];
  const state = new LambdaState();
  state.functions.set('fn', aFunctionRecord('fn'));
  const world: LambdaWorld = {
    region: 'us-east-1',
    accountId: '000000000000',
    clock,
    state,
    transitions: new Transitions(clock, 0),
    accountConcurrency: 1000,
    propagation: new AliasPropagation({aliasDelayMs: 0, staleReadsMs: 0}),
    acceptAnyRuntime: true,
    readObject: async () => ({kind: 'no-such-bucket'}),
    readImage: () => ({kind: 'missing'}),
    invoker: {
      invoke: async (_request: InvocationRequest) => {
        attemptsMs.push(clock.now());
        return answer(attemptsMs.length);
      },
      whyNot: async () => undefined,
      close: async () => undefined,
    },
  };
  const events = new AsyncEvents(world, (error) => {
    throw error;
  });
  events.accept({name: 'fn', qualifier: undefined}, {payload: Buffer.from('{}'), requestId: 'one'});
  await clock.run();
  return attemptsMs;
}

const failed: InvocationResult = {kind: 'done', payload: Buffer.from('{}'), functionError: 'Unhandled', logTail: ''};
const succeeded: InvocationResult = {kind: 'done', payload: Buffer.from('{}'), logTail: ''};
const throttled: InvocationResult = {kind: 'throttled', reason: 'ConcurrentInvocationLimitExceeded'};

describe('an asynchronous event', () => {
  test('that succeeds is delivered once', async () => {
    expect(await deliver(() => succeeded)).toEqual([0]);
  });

  test('that fails is tried again after one and two more minutes, then dropped', async () => {
    expect(await deliver(() => failed)).toEqual([0, 60_000, 180_000]);
  });

  test('that is throttled waits longer and longer, without using up its retries', async () => {
    expect(await deliver((attempt) => (attempt <= 3 ? throttled : failed))).toEqual([
      0, 1_000, 3_000, 7_000, 67_000, 187_000,
    ]);
  });

  test('that is always throttled is given up after six hours', async () => {
    const attemptsMs = await deliver(() => throttled);
    const last = attemptsMs.at(-1) ?? 0;
    expect(last).toBeGreaterThanOrEqual(21_600_000);
    expect(last).toBeLessThan(21_600_000 + 300_000);
  });
});
