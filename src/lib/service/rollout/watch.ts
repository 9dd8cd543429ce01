import {HeldError} from '../../errors.js';
import {toRolloutError} from '../../execute/rollout/release-error.js';
import {watchRollout} from '../../execute/rollout/watch.js';
import {formatDuration} from '../../model/duration.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {toRefusedError} from '../../plan/refusal.js';
import type {RolloutReport} from '../../report/result/rollout/rollout-text.js';
import {findFileOnCall} from '../on-call-file.js';
import type {Session} from '../session.js';
import type {AnalysisOptions} from './analysis-options.js';
import {toRolloutPolicy} from './policy.js';

interface WatchOptions extends AnalysisOptions {
  readonly config?: string | undefined;
  /** How long to look at most, milliseconds. */
  readonly wait?: number | undefined;
}

/** Follows a rollout that another process works on, until it is promoted. Throws the ReleaseError of every other end. */
export async function watch(
  session: Session,
  ref: AliasRef,
  options: WatchOptions,
  signal: AbortSignal,
): Promise<RolloutReport> {
  const file = await findFileOnCall(session, options.config, signal);
  const {settings, stated, waitMs} = toRolloutPolicy(options, file);
  const query = {ref, settings, isStated: stated.settings !== undefined, ...(waitMs !== undefined && {waitMs})};
  const outcome = await watchRollout(session, query, signal);
  if (outcome.kind === 'refused') throw toRefusedError(outcome.refusals);
  if (outcome.kind === 'waitOver') throw waitOver(ref, waitMs ?? 0);
  // Whoever only looks changes nothing by looking away.
  const error = toRolloutError(outcome.kind === 'interrupted' ? {...outcome, traffic: 'drivenOn'} : outcome);
  if (error) throw error;
  return outcome.record;
}

function waitOver(ref: AliasRef, waitMs: number): HeldError {
  const name = formatAliasRef(ref);
  return new HeldError(`${name}: its rollout is still under way after ${formatDuration(waitMs)}.`, {
    code: 'WAIT_OVER',
    suggestions: [`Look again: lambda-release rollout watch ${name}`],
    traffic: 'held',
  });
}
