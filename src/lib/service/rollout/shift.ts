import {type AliasRef, formatAliasRef} from '../../model/function-ref.js';
import {type TrafficSpec, toTrafficSplit} from '../../model/rollout/traffic-spec.js';
import {observeRollout} from '../../observe/rollout/rollout.js';
import {toRefusedError} from '../../plan/refusal.js';
import {planShift} from '../../plan/rollout/shift.js';
import type {MoveReport} from '../../report/result/rollout/move-text.js';
import type {Session} from '../session.js';
import {carryOutMove} from './move.js';

/** Moves traffic once, by one guarded write of the whole routing. Throws ParseError for a split that is none, ReleaseError. */
export async function shift(
  session: Session,
  {ref, specs, dryRun}: {readonly ref: AliasRef; readonly specs: readonly TrafficSpec[]; readonly dryRun: boolean},
  signal: AbortSignal,
): Promise<MoveReport> {
  const split = toTrafficSplit(specs);
  const versions = split.map(({version}) => version);
  const planned = planShift(split, await observeRollout(session, ref, versions, signal));
  if (!planned.ok) throw toRefusedError(planned.refusals);
  return carryOutMove(session, planned.plan, {dryRun, question: `Move traffic of ${formatAliasRef(ref)}?`}, signal);
}
