import {describe, expect, it} from 'vitest';
import {createOperator} from '../../../src/lib/cli/operator/operator.js';
import type {OperatorAction} from '../../../src/lib/ports/rollout/operator.js';
import {EventRecorder} from '../../fakes/event-recorder.js';

const ROLLOUT = {
  ref: {functionName: 'checkout', alias: 'live'},
  marker: {
    ...{rolloutId: 'k3x9a0', stable: '7', candidate: '8', watchMs: 0, settingsDigest: '1a2b3c4d', held: false},
    steps: [{weightPercent: 10, bakeMs: 300_000}],
    movedMs: [0],
  },
};

function attended(act: (action: OperatorAction) => Promise<void>) {
  const recorder = new EventRecorder();
  const shown: string[] = [];
  let press: ((key: string) => void) | undefined;
  let woken = 0;
  const keyboard = {
    hear(onKey: (key: string) => void) {
      press = onKey;
      return () => {
        press = undefined;
      };
    },
  };
  const reporter = {
    emit: recorder.emit.bind(recorder),
    footer: (lines: readonly string[]) => void shown.push(lines.join('\n')),
  };
  const attendance = createOperator({keyboard, reporter, act}).attend(
    ROLLOUT,
    () => {
      woken += 1;
    },
    new AbortController().signal,
  );
  return {attendance, recorder, shown, press: (key: string) => press?.(key), woken: () => woken};
}

describe('the person at the keys', () => {
  it('wakes whoever works on the rollout when it was written', async () => {
    const {attendance, press, woken} = attended(async () => undefined);
    press('a');
    press('y');
    expect(await attendance.carriedOut()).toBe('abort');
    expect(woken()).toBe(1);
    attendance.leave();
  });

  it('is told what could not be done, and wakes nobody', async () => {
    const {attendance, press, woken, recorder} = attended(async () => {
      throw new Error('AWS says no.');
    });
    press('h');
    press('y');
    expect(await attendance.carriedOut()).toBeUndefined();
    expect(woken()).toBe(0);
    expect(recorder.of('warning')).toMatchObject([
      {code: 'KEY_IN_VAIN', message: expect.stringContaining('AWS says no.')},
    ]);
    attendance.leave();
  });

  it('has no keys any more once the rollout has ended, and nothing of them is left on the screen', async () => {
    const acts: OperatorAction[] = [];
    const {attendance, press, shown} = attended(async (action) => void acts.push(action));
    press('a');
    attendance.leave();
    press('y');
    expect(acts).toEqual([]);
    expect(shown.at(-1)).toBe('');
  });
});
