import {describe, expect, it} from 'vitest';
import type {Judgement} from '../../../src/lib/analysis/judgement.js';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import type {RolloutMarker} from '../../../src/lib/model/rollout/marker.js';
import {lookAgainMs, nextMove, nextMoveUnread} from '../../../src/lib/plan/rollout/next-move.js';
import type {RolloutPolicy} from '../../../src/lib/plan/tick/policy.js';

const MINUTE_MS = 60_000;
const POLICY: RolloutPolicy = {
  settings: DEFAULT_SETTINGS,
  onInconclusive: 'extend',
  promoteEarly: false,
  patienceMs: 15 * MINUTE_MS,
};

/** Moved at minute 0, or at 0 and 5 when it is watched. */
function aMarker({watched = false} = {}): RolloutMarker {
  return {
    rolloutId: 'k3x9a0',
    stable: '6',
    candidate: '7',
    steps: [{weightPercent: 10, bakeMs: 5 * MINUTE_MS}],
    movedMs: watched ? [0, 5 * MINUTE_MS] : [0],
    watchMs: 10 * MINUTE_MS,
    settingsDigest: '1a2b3c4d',
    held: false,
  };
}

function moveAt(
  minute: number,
  judged: Partial<Judgement>,
  {watched = false, ...policy}: {readonly watched?: boolean} & Partial<RolloutPolicy> = {},
) {
  const judgement = {verdict: 'pass', reason: 'Said.', evidence: 1, promotionEvidence: 1, ...judged} as Judgement;
  return nextMove(aMarker({watched}), judgement, {...POLICY, ...policy}, minute * MINUTE_MS);
}

const SILENT = {verdict: 'undecided', cause: 'too-little-data'} as const;

describe('the next move', () => {
  it('of a step waits for its bake, then goes forward', () => {
    expect(moveAt(4, {})).toEqual({kind: 'wait', againMs: 4 * MINUTE_MS + 20_000});
    expect(moveAt(5, {})).toEqual({kind: 'forward'});
  });

  it('of a watch waits for its end, then finishes', () => {
    expect(moveAt(14, {}, {watched: true}).kind).toBe('wait');
    expect(moveAt(15, {}, {watched: true})).toEqual({kind: 'finish'});
  });

  it.each([false, true])('on evidence against the candidate goes back at any time (watched: %s)', (watched) => {
    expect(moveAt(6, {verdict: 'fail'}, {watched})).toEqual({kind: 'back', cause: 'analysis', reason: 'Said.'});
  });

  it('without data says what it waits for, and holds when patience is over', () => {
    expect(moveAt(10, SILENT)).toMatchObject({kind: 'wait', reason: 'Said.'});
    expect(moveAt(20, SILENT)).toMatchObject({kind: 'hold', cause: 'inconclusive'});
  });

  it('begins patience anew for whoever resumes', () => {
    expect(moveAt(20, SILENT, {patientFromMs: 18 * MINUTE_MS}).kind).toBe('wait');
    expect(moveAt(33, SILENT, {patientFromMs: 18 * MINUTE_MS}).kind).toBe('hold');
  });

  it('is the same whoever asks, and however often', () => {
    expect(moveAt(5, {})).toEqual(moveAt(5, {}));
  });
});

describe('the next move of a rollout that could not be read', () => {
  it('is none until bake, patience and five minutes are over, then back', () => {
    expect(nextMoveUnread(aMarker(), POLICY, 24 * MINUTE_MS).kind).toBe('wait');
    expect(nextMoveUnread(aMarker(), POLICY, 25 * MINUTE_MS)).toMatchObject({kind: 'back', cause: 'blind'});
  });
});

describe('the next look', () => {
  it.each([
    [0, 20_000],
    [290_000, 300_001],
    [300_000, 300_001],
    [300_001, 320_001],
  ])('at %i ms is at %i', (nowMs, againMs) => {
    expect(lookAgainMs(aMarker(), nowMs)).toBe(againMs);
  });
});

describe('a freeze', () => {
  /** From minute 3 to 4, or from 6 to 7. */
  const spanAt = (minute: number) => ({fromMs: minute * MINUTE_MS, toMs: (minute + 1) * MINUTE_MS, reason: 'holidays'});
  const hold = {onFreeze: 'hold', spans: [spanAt(3)]} as const;
  const abort = {onFreeze: 'abort', spans: [spanAt(3)]} as const;

  it('holds or takes back a rollout in its steps from its first moment to its last', () => {
    expect(moveAt(3, {}, {freeze: hold})).toMatchObject({kind: 'hold', cause: 'freeze'});
    expect(moveAt(3.99, SILENT, {freeze: abort})).toMatchObject({kind: 'back', cause: 'freeze'});
    expect(moveAt(2.5, {}, {freeze: hold}).kind).toBe('wait');
    expect(moveAt(4, {}, {freeze: hold}).kind).toBe('wait');
  });

  it('does not keep what is convicted where it is', () => {
    expect(moveAt(3, {verdict: 'fail'}, {freeze: hold})).toMatchObject({kind: 'back', cause: 'analysis'});
  });

  it('that begins at the full minute of a move is waited for', () => {
    const freeze = {onFreeze: 'hold', spans: [spanAt(6)]} as const;
    expect(moveAt(5.5, {}, {freeze})).toEqual({kind: 'wait', againMs: 6 * MINUTE_MS});
    expect(moveAt(5, {}, {freeze})).toEqual({kind: 'forward'});
  });

  it('needs no metrics', () => {
    const policy = {...POLICY, freeze: hold};
    expect(nextMoveUnread(aMarker(), policy, 3 * MINUTE_MS)).toMatchObject({kind: 'hold', cause: 'freeze'});
    expect(nextMoveUnread(aMarker(), policy, 2 * MINUTE_MS).kind).toBe('wait');
    expect(nextMoveUnread(aMarker({watched: true}), policy, 3 * MINUTE_MS).kind).toBe('wait');
  });
});
