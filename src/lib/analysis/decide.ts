import type {Judgement} from './judgement.js';
import {PROMOTION} from './settings.js';

export type Decision = 'rollback' | 'hold' | 'advance-early' | 'advance' | 'advance-unproven' | 'continue';

type Judged = Pick<Judgement, 'verdict' | 'evidence' | 'promotionEvidence' | 'sharedIncident' | 'misRouting'>;

export interface StepProgress {
  /** Time since the step's traffic move. */
  readonly ageMs: number;
  readonly bakeMs: number;
  /** When patience ends: the step goes on unproven. 15 minutes unless said otherwise, never before the bake is over. */
  readonly patienceMs?: number;
}

const EARLY_AFTER_MS = 180_000;
const PATIENCE_MS = 900_000;

/**
 * What a rollout that trusts its judge does next. `advance-early` needs proof that the candidate is acceptable (95 %)
 * while the error evidence leans the other way; `advance-unproven` means that time ran out with too little data.
 */
export function decide(judgement: Judged, step: StepProgress): Decision {
  if (judgement.verdict === 'fail') return 'rollback';
  if (judgement.sharedIncident || judgement.misRouting) return 'hold';
  const isProven = judgement.promotionEvidence >= 1 / PROMOTION.alpha && judgement.evidence < 1;
  if (step.ageMs >= EARLY_AFTER_MS && isProven) return 'advance-early';
  if (step.ageMs >= step.bakeMs && judgement.verdict === 'pass') return 'advance';
  if (step.ageMs >= Math.max(step.bakeMs, step.patienceMs ?? PATIENCE_MS)) return 'advance-unproven';
  return 'continue';
}
