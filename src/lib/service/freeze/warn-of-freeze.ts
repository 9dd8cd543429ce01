import type {ReleaseFile} from '../../config/release-file.js';
import type {FrozenSpan} from '../../model/freeze/span.js';
import {freezeWarnings} from '../../plan/freeze/objections.js';
import type {Session} from '../session.js';

/** Tells of a freeze that begins before rollouts can be over. */
export function warnOfFreeze(
  {events, clock}: Session,
  file: Pick<ReleaseFile, 'onFreeze'> | undefined,
  {spans, rollouts}: {readonly spans: readonly FrozenSpan[]; readonly rollouts: readonly {readonly leastMs: number}[]},
): void {
  const leastMs = Math.max(0, ...rollouts.map((rollout) => rollout.leastMs));
  const onFreeze = file?.onFreeze ?? 'finish';
  for (const warning of freezeWarnings(spans, clock.now(), {leastMs, onFreeze}))
    events.emit({type: 'warning', ...warning});
}
