import {findReleaseFile} from '../../config/load-release-file.js';
import {type AliasRef, formatAliasRef} from '../../model/function-ref.js';
import {observeRollout} from '../../observe/rollout/rollout.js';
import {toRefusedError} from '../../plan/refusal.js';
import {planResume} from '../../plan/rollout/resume.js';
import {resumePlanText, toRolloutPreview} from '../../report/result/rollout/rollout-plan-text.js';
import type {Session} from '../session.js';
import type {CheckOptions} from './checks.js';
import {type RolloutOptions, readRolloutPolicy} from './policy.js';
import {type Released, release} from './release.js';
import {type RolloutResult, runToEnd} from './run-to-end.js';
import {newRunner} from './runner.js';
import {warnAhead} from './warn-ahead.js';

/** Steps and watch are those the rollout was begun with, and its smoke tests have passed. */
export interface ResumeOptions extends Omit<RolloutOptions, 'steps' | 'watch' | 'detach'>, Omit<CheckOptions, 'smoke'> {
  readonly config?: string | undefined;
  readonly 'accept-settings': boolean;
  readonly 'dry-run': boolean;
}

/** Goes on with the rollout in an alias, whoever began it. Throws the ReleaseError of what went wrong. */
export async function resumeRollout(
  session: Session,
  ref: AliasRef,
  options: ResumeOptions,
  signal: AbortSignal,
): Promise<Released<RolloutResult>> {
  const file = await findReleaseFile(options.config, session.folder);
  const policy = await readRolloutPolicy(session, {...options, smoke: []}, file);
  const spec = {...policy, ref, runner: newRunner(), acceptSettings: options['accept-settings']};
  const planned = planResume(spec, await observeRollout(session, ref, [], signal));
  if (!planned.ok) throw toRefusedError(planned.refusals);
  const {plan} = planned;
  await warnAhead(session, {refs: [ref], rollouts: [plan]}, signal);
  const name = formatAliasRef(ref);
  const preview = toRolloutPreview(ref, plan);
  const proposal = {
    planText: resumePlanText(name, plan),
    question: `Go on with ${name}?`,
    planned: {plan: preview, changed: true, dryRun: true},
    carryOut: async () => ({
      plan: preview,
      changed: true,
      dryRun: false,
      rollout: await runToEnd(session, plan, signal),
    }),
  };
  return release<RolloutResult>(session, proposal, options['dry-run'], signal);
}
