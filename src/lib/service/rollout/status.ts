import {RefusedError} from '../../errors.js';
import {observeRolloutStatus} from '../../execute/rollout/status.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {rolloutStanding} from '../../model/rollout/standing.js';
import {ageWarnings} from '../../plan/tick/age-warnings.js';
import {type RolloutStatusReport, toRolloutStatusReport} from '../../report/result/status/rollout-status-text.js';
import {findFileOnCall} from '../on-call-file.js';
import type {Session} from '../session.js';
import type {AnalysisOptions} from './analysis-options.js';
import {toRolloutPolicy} from './policy.js';

interface StatusOptions extends AnalysisOptions {
  readonly config?: string | undefined;
}

/** Where an alias stands, its rollout judged afresh. Throws RefusedError when there is no such alias, AwsError. */
export async function rolloutStatus(
  session: Session,
  ref: AliasRef,
  options: StatusOptions,
  signal: AbortSignal,
): Promise<RolloutStatusReport> {
  const file = await findFileOnCall(session, options.config, signal);
  const {settings, stated} = toRolloutPolicy(options, file);
  const asked = {settings, isStated: stated.settings !== undefined};
  const status = await observeRolloutStatus(session, ref, asked, signal);
  if (status.alias === undefined) {
    throw new RefusedError(`${formatAliasRef(ref)} does not exist.`, {
      code: 'ALIAS_NOT_FOUND',
      suggestions: [`See the aliases there are: lambda-release status ${ref.functionName}`],
    });
  }
  const standing = rolloutStanding(status.alias);
  const marker = 'marker' in standing ? standing.marker : undefined;
  const ofAge = marker ? ageWarnings(ref, marker, session.clock.now()) : [];
  for (const warning of [...status.warnings, ...ofAge]) session.events.emit({type: 'warning', ...warning});
  return toRolloutStatusReport(status, status.alias);
}
