import type {Judgement} from '../../src/lib/analysis/judgement.js';

const side = {invocations: 0, errors: 0};

/** A judgement in the middle of a bake: one candidate call in a hundred fails, stable is clean. */
export function aJudgement(change: Partial<Judgement> = {}): Judgement {
  return {
    verdict: 'undecided',
    evidence: 3.21,
    signals: [],
    bound: 100,
    promotionEvidence: 4,
    usableMinutes: 3,
    stable: {invocations: 22_311, errors: 1, errorRate: 1 / 22_311},
    candidate: {invocations: 1204, errors: 12, errorRate: 12 / 1204},
    step: {usableMinutes: 3, stable: side, candidate: side},
    neededInvocations: 0,
    reason: 'Too early to tell.',
    ...change,
  };
}
