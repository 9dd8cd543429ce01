import {formatMoment} from '../../model/freeze/moment.js';
import type {RolloutFreeze} from '../../model/freeze/policy.js';
import {frozenAt, spansIn} from '../../model/freeze/span.js';

/** The times alone travel with a rollout, and a few words: its policy is kept in little room. */
const MOST_REASON = 60;

/** What of a freeze may meet a rollout that begins now and takes so long at the most, milliseconds; nothing when none does. */
export function freezeOfRollout(
  freeze: RolloutFreeze | undefined,
  nowMs: number,
  mostMs: number,
): RolloutFreeze | undefined {
  const spans = freeze ? spansIn(freeze.spans, nowMs, nowMs + mostMs) : [];
  if (!freeze || spans.length === 0) return undefined;
  return {
    onFreeze: freeze.onFreeze,
    spans: spans.map(({fromMs, toMs, reason, timezone}) => ({
      fromMs,
      toMs,
      reason: reason.length <= MOST_REASON ? reason : `${reason.slice(0, MOST_REASON - 1)}…`,
      ...(timezone !== undefined && {timezone}),
    })),
  };
}

/** Why a rollout under way does not go on at this moment, when a freeze has begun. */
export function frozenReason({spans}: RolloutFreeze, nowMs: number): string | undefined {
  const span = frozenAt(spans, nowMs);
  return span && `A freeze has begun: ${span.reason}, until ${formatMoment(span.toMs, span.timezone)}.`;
}
