import {AwsError} from '../../errors.js';
import {isLasting} from '../../execute/alias/lasting-read.js';
import {endReadiness} from '../../execute/concurrency/staged.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {type TrafficSpec, toTrafficSplit} from '../../model/rollout/traffic-spec.js';
import {observeCapacity} from '../../observe/rollout/capacity.js';
import {observeRollout} from '../../observe/rollout/rollout.js';
import {toRefusedError} from '../../plan/refusal.js';
import {planShift} from '../../plan/rollout/shift.js';
import type {MoveReport} from '../../report/result/rollout/move-text.js';
import type {Session} from '../session.js';
import {carryOutMove} from './move.js';

interface ShiftRequest {
  readonly ref: AliasRef;
  readonly specs: readonly TrafficSpec[];
  readonly dryRun: boolean;
}

/** Moves traffic once, by one guarded write of the whole routing. Throws ParseError for a split that is none, ReleaseError. */
export async function shift(session: Session, request: ShiftRequest, signal: AbortSignal): Promise<MoveReport> {
  const {ref, specs, dryRun} = request;
  const split = toTrafficSplit(specs);
  const versions = split.map(({version}) => version);
  const observed = await observeRollout(session, ref, versions, signal);
  const movesOn = versions.some((version) => version !== observed.alias?.stable);
  const capacity = movesOn ? await readCapacity(session, ref.functionName, signal) : undefined;
  const planned = planShift(split, {...observed, ...(capacity && {capacity})});
  if (!planned.ok) throw toRefusedError(planned.refusals);
  const {plan} = planned;
  if (!plan.changed && !dryRun && !(await isLasting(session, plan.before, signal)))
    return shift(session, request, signal);
  const report = await carryOutMove(
    session,
    plan,
    {dryRun, question: `Move traffic of ${formatAliasRef(ref)}?`},
    signal,
  );
  const {standing} = observed;
  if (report.changed && !dryRun) await endReadiness(session, {ref, standing, serves: plan.target.stable}, signal);
  return report;
}

/** A shift is a way back, too: what may be read in a moment is not waited for. */
async function readCapacity(session: Session, functionName: string, signal: AbortSignal) {
  try {
    return await observeCapacity(session, functionName, signal);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
