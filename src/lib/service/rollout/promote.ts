import {findReleaseFile} from '../../config/load-release-file.js';
import {promoteRollout} from '../../execute/rollout/promote.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {observeRollout} from '../../observe/rollout/rollout.js';
import {toRefusedError} from '../../plan/refusal.js';
import {planPromote} from '../../plan/rollout/promote.js';
import type {MoveReport} from '../../report/result/rollout/move-text.js';
import {requireOpen} from '../freeze/require-open.js';
import type {Session} from '../session.js';
import {carryOutMove} from './move.js';

interface PromoteOptions {
  readonly full: boolean;
  readonly step?: number | undefined;
  readonly 'dry-run': boolean;
}

interface ByRules extends PromoteOptions {
  readonly config?: string | undefined;
  readonly override?: string | undefined;
}

/** The same, unless the release file keeps everything from leaving now. */
export async function promoteByRules(
  session: Session,
  ref: AliasRef,
  {config, override, ...options}: ByRules,
  signal: AbortSignal,
): Promise<MoveReport> {
  const file = await findReleaseFile(config, session);
  const departure = {refs: [ref], override, dryRun: options['dry-run']};
  await requireOpen(session, file, departure, signal);
  return promote(session, ref, options, signal);
}

/** Moves the rollout in an alias to its next step, or all the way, unjudged. Throws the ReleaseError of what went wrong. */
export async function promote(
  session: Session,
  ref: AliasRef,
  {full, step, 'dry-run': dryRun}: PromoteOptions,
  signal: AbortSignal,
): Promise<MoveReport> {
  const approval = {full, ...(step !== undefined && {step})};
  const observed = await observeRollout(session, ref, [], signal);
  const planned = planPromote(approval, observed, session.clock.now());
  if (!planned.ok) throw toRefusedError(planned.refusals);
  const question = `Promote ${formatAliasRef(ref)} without judging it any further?`;
  const move = (moment: AbortSignal) => promoteRollout(session, approval, observed, moment);
  return carryOutMove(session, planned.plan, {dryRun, question, move}, signal);
}
