import {describe, expect, it} from 'vitest';
import type {Judgement} from '../../../src/lib/analysis/judgement.js';
import type {InconclusivePolicy} from '../../../src/lib/config/release-file.js';
import {decideGate} from '../../../src/lib/plan/rollout/gate.js';

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
  }).kind;
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
    const judged = {verdict: 'inconclusive', cause: 'too-little-data'} as const;
    expect(gateAfter(7, {...judged, evidence: 1}, 'promote')).toBe('pass');
    expect(gateAfter(7, {...judged, evidence: 92}, 'promote')).toBe('extend');
    expect(gateAfter(15, {...judged, evidence: 92}, 'promote')).toBe('hold');
    expect(gateAfter(7, {...judged, evidence: 92}, 'abort')).toBe('abort');
  });
});
