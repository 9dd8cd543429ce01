// @ts-expect-error: it comes without types of its own.
import aslValidator from 'asl-validator';
import {describe, expect, it} from 'vitest';
import {stateMachine} from '../../src/lib/engine/machine.js';
import {TICK_TIMEOUT_SECONDS} from '../../src/lib/engine/names.js';

const machine = stateMachine();
const states = Object.entries(machine.States);

/** Every variable that a text names, but for those that JSONata and its own blocks bring. */
function variablesIn(value: unknown): readonly string[] {
  const text = JSON.stringify(value);
  const own = new Set(
    [...text.matchAll(/\$(\w+) :=/g), ...text.matchAll(/function\(\$(\w+)/g)].map(([, name]) => name),
  );
  const named = [...text.matchAll(/\$(\w+)\b(?!\()/g)].map(([, name = '']) => name);
  return named.filter((name) => name !== 'states' && !own.has(name));
}

describe('the state machine', () => {
  it('is one by the rules of Amazon States Language', () => {
    const {isValid, errors} = aslValidator(JSON.parse(JSON.stringify(machine)));
    expect(errors).toEqual([]);
    expect(isValid).toBe(true);
  });

  it('assigns in its first state every variable that any other one names, so that nothing undefined fails after a move', () => {
    const assigned = Object.keys((machine.States.Begin as {Assign: object}).Assign);
    for (const [name, state] of states) {
      if (name === 'Begin') continue;
      expect(assigned, name).toEqual(expect.arrayContaining([...new Set(variablesIn(state))]));
    }
    expect(variablesIn(machine.States.Begin)).toEqual([]);
  });

  it('gives its successor every member of the input that it needs itself', () => {
    const needed = [...JSON.stringify(machine.States.Begin).matchAll(/\$states\.input\.(\w+)/g)].map(
      ([, name]) => name,
    );
    const {Arguments} = machine.States.Successor as {readonly Arguments: {readonly Input: object}};
    expect(Object.keys(Arguments.Input).sort()).toEqual([...new Set(needed)].sort());
  });

  it('begins with a wait, its successors too', () => {
    expect(machine.StartAt).toBe('Begin');
    expect(machine.States.Begin).toMatchObject({Next: 'Bake'});
    expect(machine.States.Bake).toMatchObject({Type: 'Wait'});
  });

  it('waits for the tick function longer than that may take', () => {
    const {TimeoutSeconds} = machine.States.Tick as {readonly TimeoutSeconds: number};
    expect(TimeoutSeconds).toBeGreaterThan(TICK_TIMEOUT_SECONDS);
  });

  it('catches everything that may go wrong in a task', () => {
    const tasks = states.filter(([, {Type}]) => Type === 'Task');
    expect(tasks.map(([name]) => name)).toEqual(['Tick', 'Read', 'GiveBack', 'Successor']);
    for (const [name, {Catch}] of tasks) {
      expect((Catch as readonly {readonly ErrorEquals: readonly string[]}[]).at(-1)?.ErrorEquals, name).toEqual([
        'States.ALL',
      ]);
    }
  });

  it('tries a way back for an hour, and its reads', () => {
    for (const state of [machine.States.Read, machine.States.GiveBack]) {
      const {Retry} = state as {
        readonly Retry: readonly {MaxAttempts: number; MaxDelaySeconds: number; BackoffRate: number}[];
      };
      const {MaxAttempts, MaxDelaySeconds} = Retry.at(-1) ?? {MaxAttempts: 0, MaxDelaySeconds: 0};
      const delays = Array.from({length: MaxAttempts}, (_, attempt) => Math.min(2 ** attempt, MaxDelaySeconds));
      expect(delays.reduce((sum, delay) => sum + delay, 0)).toBeGreaterThan(3_500);
    }
  });

  it('speaks to the services of its own partition', () => {
    const text = JSON.stringify(stateMachine({partition: 'aws-cn'}));
    expect(text).toContain('arn:aws-cn:states:::lambda:invoke');
    expect(text).not.toContain('arn:aws:');
  });
});
