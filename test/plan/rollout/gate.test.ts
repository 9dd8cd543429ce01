import {describe, expect, it} from 'vitest';
import type {Judgement} from '../../../src/lib/analysis/judgement.js';
import type {InconclusivePolicy} from '../../../src/lib/config/release-file.js';
import {decideGate, decideWatch} from '../../../src/lib/plan/rollout/gate.js';

const MINUTE_MS = 60_000;

function gateAfter(minutes: number, judged: Partial<Judgement>, onInconclusive: InconclusivePolicy = 'extend') {
  const judgement = {verdict: 'pass', reason: 'Said.', evidence: 1, promotionEvidence: 1, ...judged} as Judgement;
  return decideGate(judgement, {
    elapsedMs: minutes * MINUTE_MS,
    bakeMs: 5 * MINUTE_MS,
    settleMs: MINUTE_MS,
    patienceMs: 10 * MINUTE_MS,
    onInconclusive,
    promoteEarly: false,
    canStepBack: true,
  }).kind;
}

function watchAfter(
  minutes: number,
  judged: Partial<Judgement>,
  canStepBack = true,
  onInconclusive: InconclusivePolicy = 'extend',
) {
  const said = {verdict: 'pass', reason: 'Said.', evidence: 1, promotionEvidence: 1, usableMinutes: 5};
  const judgement = {...said, ...judged} as Judgement;
  const times = {settleMs: 33_000, bakeMs: 5 * MINUTE_MS, patienceMs: 10 * MINUTE_MS};
  return decideWatch(judgement, {...times, elapsedMs: minutes * MINUTE_MS, canStepBack, onInconclusive}).kind;
}

describe('a step that has baked', () => {
  it('passes when nothing much speaks against the candidate', () => {
    expect(gateAfter(5, {evidence: 9.9})).toBe('pass');
    expect(gateAfter(4, {evidence: 1})).toBe('continue');
  });

  it('is waited for while evidence leans against the candidate, and held in the end', () => {
    expect(gateAfter(5, {evidence: 10})).toBe('extend');
    expect(gateAfter(14, {evidence: 92})).toBe('extend');
    expect(gateAfter(15, {evidence: 92})).toBe('hold');
  });

  it('does not pass with such evidence for lack of data, either', () => {
    const judged = {verdict: 'undecided', cause: 'too-little-data'} as const;
    expect(gateAfter(7, {...judged, evidence: 1}, 'promote')).toBe('pass');
    expect(gateAfter(7, {...judged, evidence: 92}, 'promote')).toBe('extend');
    expect(gateAfter(15, {...judged, evidence: 92}, 'promote')).toBe('hold');
    expect(gateAfter(7, judged, 'abort')).toBe('abort');
  });
});

describe('a candidate that has done nothing but fail, too few times to be convicted', () => {
  const failed = (evidence: number) => ({
    verdict: 'undecided' as const,
    cause: 'too-little-data' as const,
    bound: 100,
    allFailed: {requests: 3, stableErrors: 0, stableRequests: 90, evidence},
  });

  it.each([
    ['extend', 14, 150, 'extend'],
    ['extend', 15, 150, 'abort'],
    ['hold', 7, 150, 'abort'],
    ['promote', 7, 150, 'abort'],
    ['promote', 6, 150, 'continue'],
    ['hold', 7, 99, 'hold'],
    ['extend', 15, 99, 'extend'],
    ['extend', 34, 99, 'extend'],
    ['extend', 35, 99, 'hold'],
  ] as const)('%s, after %i min, evidence of the whole step %i: %s', (policy, minutes, evidence, kind) => {
    expect(gateAfter(minutes, failed(evidence), policy)).toBe(kind);
  });

  it('is not blamed in an incident of both', () => {
    expect(gateAfter(15, {...failed(150), cause: 'shared-incident'})).toBe('hold');
  });
});

describe('a candidate that the guard finds unhealthy', () => {
  const judged = {verdict: 'undecided', cause: 'absolute-guard'} as const;

  it('goes back beside stable at once, wherever it runs alone', () => {
    expect(gateAfter(1, judged)).toBe('stepBack');
    expect(watchAfter(1, judged)).toBe('stepBack');
  });

  it('gives stable everything where the two cannot stand beside each other', () => {
    expect(watchAfter(1, judged, false)).toBe('abort');
  });

  it('gives stable everything when its failures are obvious', () => {
    expect(watchAfter(1, {verdict: 'fail', cause: 'obvious-failure'})).toBe('abort');
  });
});

describe('a watch that is over', () => {
  it('ends when nothing speaks against the candidate, too little data said but not waited for', () => {
    expect(watchAfter(4, {})).toBe('continue');
    expect(watchAfter(5, {})).toBe('pass');
    expect(watchAfter(5, {verdict: 'undecided', cause: 'too-little-data'})).toBe('pass');
  });

  it('is waited for while evidence leans against the candidate, and held in the end, like a step', () => {
    const leaning = {verdict: 'undecided', cause: 'leaning', evidence: 3, guardEvidence: 12} as const;
    expect(watchAfter(5, leaning)).toBe('extend');
    expect(watchAfter(15, leaning)).toBe('hold');
    expect(watchAfter(5, {evidence: 10})).toBe('extend');
  });

  it.each([
    ['extend', 7, 'extend'],
    ['extend', 15, 'hold'],
    ['hold', 7, 'hold'],
    ['abort', 7, 'abort'],
    ['promote', 7, 'pass'],
    ['promote', 6, 'continue'],
  ] as const)(
    'never ends as done when it has seen nothing at all: %s, after %i min, is %s',
    (policy, minutes, kind) => {
      const nothing = {verdict: 'undecided', cause: 'too-little-data', usableMinutes: 0} as const;
      expect(watchAfter(minutes, nothing, true, policy)).toBe(kind);
    },
  );

  it('never ends as done while callers are turned away, whatever is asked for', () => {
    const throttled = {verdict: 'undecided', cause: 'throttled', usableMinutes: 0} as const;
    expect(watchAfter(5, throttled, true, 'promote')).toBe('extend');
    expect(watchAfter(15, throttled, true, 'promote')).toBe('hold');
  });
});
