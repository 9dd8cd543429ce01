import {formatMoment} from '../../model/freeze/moment.js';
import {type FrozenSpan, frozenAt, nextFrozen} from '../../model/freeze/span.js';
import type {Finding} from '../doctor/finding.js';
import type {Refusal} from '../refusal.js';

/** A blocker that is wrong itself stops every release until it is mended; what is frozen or red is over some time. */
const WRONG: ReadonlySet<string> = new Set(['BLOCKER_UNREAD', 'BLOCKER_MISSING', 'BLOCKER_SECRET']);

/** What doctor has to say of freezes and blockers. */
export function freezeFindings(
  {spans, objections}: {readonly spans: readonly FrozenSpan[]; readonly objections: readonly Refusal[]},
  nowMs: number,
): readonly Finding[] {
  const subject = 'freeze';
  const found = objections.map(({code, message, suggestions}): Finding => {
    return {level: WRONG.has(code) ? 'stop' : 'warning', code, subject, message, suggestions};
  });
  const next = frozenAt(spans, nowMs) ? undefined : nextFrozen(spans, nowMs);
  const ahead = next
    ? `The next freeze begins ${formatMoment(next.fromMs, next.timezone)}: ${next.reason}.`
    : 'No freeze is ahead.';
  if (found.length > 0) return found;
  return [
    {
      level: 'ok',
      code: 'OPEN',
      subject,
      message: `Nothing keeps a release from leaving now. ${ahead}`,
      suggestions: [],
    },
  ];
}
