import {describe, expect, it} from 'vitest';
import {KeyDesk} from '../../../src/lib/cli/operator/key-desk.js';
import type {AttendedRollout, OperatorAction} from '../../../src/lib/ports/rollout/operator.js';

const MARKER: AttendedRollout['marker'] = {
  ...{rolloutId: 'k3x9a0', stable: '7', candidate: '8', watchMs: 60_000, settingsDigest: '1a2b3c4d', held: false},
  steps: [10, 50].map((weightPercent) => ({weightPercent, bakeMs: 300_000})),
  movedMs: [0],
};
const HINT = 'keys       h hold, p promote, a abort, ? help';

const unset = () => {
  throw new Error('Nothing is under way.');
};

function aDesk(rollout: Partial<AttendedRollout> = {}) {
  const acted: {action: OperatorAction; moves: number}[] = [];
  const warned: string[] = [];
  let shown: readonly string[] = [];
  let pending: (() => void) | undefined;
  const parts: {finish: () => void; fail: (error: Error) => void} = {finish: unset, fail: unset};
  const ref = {functionName: 'checkout', alias: 'live'};
  const desk = new KeyDesk(
    {ref, marker: MARKER, ...rollout},
    {
      show(lines) {
        shown = lines;
      },
      act(action, {marker}) {
        acted.push({action, moves: marker.movedMs.length});
        return new Promise((resolve, reject) => Object.assign(parts, {finish: resolve, fail: reject}));
      },
      warn: (message) => void warned.push(message),
      later(run) {
        pending = run;
        return () => {
          pending = undefined;
        };
      },
    },
  );
  return {desk, acted, warned, parts, shown: () => shown, wait: () => pending?.()};
}

describe('the keys of the live view', () => {
  it.each([
    ['h', 'Keep it at 10% until somebody goes on with it? y/n', 'hold'],
    ['p', 'Give version 8 50% now, without judging it any further? y/n', 'promote'],
    ['A', 'Take everything back to version 7? y/n', 'abort'],
  ] as const)('%s asks, and acts on y', (key, question, action) => {
    const {desk, acted, shown} = aDesk();
    expect(shown()).toEqual([HINT]);
    desk.press(key);
    expect(shown()).toEqual([question]);
    expect(acted).toEqual([]);
    desk.press('y');
    expect(acted).toEqual([{action, moves: 1}]);
    expect(shown()).toEqual([`Asking AWS to ${action} it`]);
  });

  it.each(['n', '\r', ' ', 'a', '\u001B'])('%j is no yes', (answer) => {
    const {desk, acted, shown} = aDesk();
    desk.press('a');
    desk.press(answer);
    expect(shown()).toEqual([HINT]);
    desk.press('y');
    expect(acted).toEqual([]);
  });

  it('a question that nobody answers goes away', () => {
    const {desk, acted, shown, wait} = aDesk();
    desk.press('a');
    wait();
    expect(shown()).toEqual([HINT]);
    desk.press('y');
    expect(acted).toEqual([]);
  });

  it('acts on the rollout as it was when it asked', () => {
    const {desk, acted} = aDesk();
    desk.press('p');
    desk.sees({...MARKER, movedMs: [0, 300_000]});
    desk.press('y');
    expect(acted).toEqual([{action: 'promote', moves: 1}]);
  });

  it('hears nothing while it acts, and tells what came of it', async () => {
    const {desk, acted, shown, parts} = aDesk();
    desk.press('a');
    desk.press('y');
    desk.press('h');
    desk.press('y');
    expect(acted).toHaveLength(1);
    const carriedOut = desk.carriedOut();
    parts.finish();
    expect(await carriedOut).toBe('abort');
    expect(shown()).toEqual([HINT]);
  });

  it('says what went wrong, and counts it as not done', async () => {
    const {desk, warned, shown, parts} = aDesk();
    desk.press('h');
    desk.press('y');
    parts.fail(new Error('AWS says no.'));
    expect(await desk.carriedOut()).toBeUndefined();
    expect(warned).toEqual(['The key to hold came to nothing: AWS says no.']);
    expect(shown()).toEqual([HINT]);
  });

  it.each([
    [undefined, 'Ctrl-C  ends the looking; the rollout goes on'],
    ['hold', 'Ctrl-C  holds it, and ends this'],
    ['abort', 'Ctrl-C  gives version 7 everything back, and ends this'],
  ] as const)('? says what the keys do, and Ctrl-C, where it %ss', (onInterrupt, last) => {
    const {desk, shown} = aDesk(onInterrupt && {onInterrupt});
    desk.press('?');
    expect(shown()).toHaveLength(4);
    expect(shown().at(-1)).toBe(last);
    desk.press('?');
    expect(shown()).toEqual([HINT]);
    desk.press('?');
    desk.press('a');
    expect(shown()).toEqual(['Take everything back to version 7? y/n']);
  });

  it.each([
    [[0, 300_000], 'Give version 8 all traffic now, without judging it any further? y/n'],
    [[0, 300_000, 600_000], 'End the watch of version 8 now? y/n'],
  ])('p after moves at %j asks for what comes then', (movedMs, question) => {
    const {desk, shown} = aDesk({marker: {...MARKER, movedMs}});
    desk.press('p');
    expect(shown()).toEqual([question]);
  });

  it('leaves nothing on the screen', () => {
    const {desk, shown} = aDesk();
    desk.press('a');
    desk.close();
    expect(shown()).toEqual([]);
  });
});
