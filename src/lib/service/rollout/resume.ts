import {findReleaseFile} from '../../config/load-release-file.js';
import type {ReleaseFile} from '../../config/release-file.js';
import {AwsError} from '../../errors.js';
import {standingTerms} from '../../execute/lease/standing-lease.js';
import {readPolicy} from '../../execute/tick/kept-policy.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {rolloutStanding} from '../../model/rollout/standing.js';
import {withAlarms} from '../../observe/rollout/alarms.js';
import {withApis} from '../../observe/rollout/apis.js';
import {observeCapacity} from '../../observe/rollout/capacity.js';
import {withHttpCallers} from '../../observe/rollout/http-callers.js';
import {type ObservedRollout, observeRollout} from '../../observe/rollout/rollout.js';
import {refrozen} from '../../plan/freeze/refrozen.js';
import {type Planned, toRefusedError} from '../../plan/refusal.js';
import type {RolloutPlan} from '../../plan/rollout/plan.js';
import {planResume, stepsLeft} from '../../plan/rollout/resume.js';
import {resumePlanText, toRolloutPreview} from '../../report/result/rollout/rollout-plan-text.js';
import {requireOpen} from '../freeze/require-open.js';
import type {Session} from '../session.js';
import type {CheckOptions} from './checks.js';
import {warnOfSight} from './fit-steps.js';
import {type ReleasePolicy, type RolloutOptions, readRolloutPolicy} from './policy.js';
import {type Released, release} from './release.js';
import {type RolloutResult, runToEnd} from './run-to-end.js';
import {newRunner} from './runner.js';
import {warnAhead} from './warn-ahead.js';

/** Steps and watch are those the rollout was begun with, its smoke tests have passed, and it is warm and kept ready. */
export interface ResumeOptions
  extends Omit<RolloutOptions, 'steps' | 'watch' | 'detach' | 'provisioned'>,
    Omit<CheckOptions, 'smoke' | 'warm' | 'warm-event'> {
  readonly config?: string | undefined;
  readonly 'accept-settings': boolean;
  readonly 'dry-run': boolean;
  readonly override?: string | undefined;
}

/** Goes on with the rollout in an alias, whoever began it. Throws the ReleaseError of what went wrong. */
export async function resumeRollout(
  session: Session,
  ref: AliasRef,
  options: ResumeOptions,
  signal: AbortSignal,
): Promise<Released<RolloutResult>> {
  const file = await findReleaseFile(options.config, session);
  const policy = await readRolloutPolicy(session, {...options, smoke: [], warm: 0}, file);
  const planned = await prepareResume(session, ref, {policy, acceptSettings: options['accept-settings']}, signal);
  if (!planned.ok) throw toRefusedError(planned.refusals);
  const plan = await letOn(session, planned.plan, {file, options}, signal);
  for (const warning of plan.warnings) session.events.emit({type: 'warning', ...warning});
  await unlessUnread(session, warnOfSight(session, ref, {...plan, steps: stepsLeft(plan)}, signal));
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

/**
 * A rollout that is held goes on by somebody's decision, which a freeze or a blocker stops. One whose process died is not asked
 * for: refused, its traffic would stay where it is and be judged by nobody, whereas it does what it was begun to do in a freeze.
 */
async function letOn(
  session: Session,
  plan: RolloutPlan,
  {file, options}: {readonly file: ReleaseFile | undefined; readonly options: ResumeOptions},
  signal: AbortSignal,
): Promise<RolloutPlan> {
  const {override, 'dry-run': dryRun} = options;
  const standing = rolloutStanding(plan.before);
  const isHeld = standing.kind === 'running' && standing.marker.held;
  if (!isHeld && override === undefined) return plan;
  const departure = {refs: [plan.ref], override, dryRun};
  const {freeze} = await requireOpen(session, file, departure, signal);
  const isDecided = override !== undefined || file?.freeze !== undefined;
  return isDecided ? refrozen(plan, override === undefined ? freeze : undefined, session.clock.now()) : plan;
}

/** How to go on with the rollout in an alias, by what was kept of its policy or by this one; or every objection. Throws AwsError. */
export async function prepareResume(
  session: Session,
  ref: AliasRef,
  {policy, acceptSettings}: {readonly policy: ReleasePolicy; readonly acceptSettings: boolean},
  signal: AbortSignal,
): Promise<Planned<RolloutPlan>> {
  const observed = await observeRollout(session, ref, [], signal);
  const marker = 'marker' in observed.standing ? observed.standing.marker : undefined;
  const kept = marker && (await readPolicy(session, ref, marker, signal));
  const lease = policy.lease ?? (marker && (await standingTerms(session, ref, marker.rolloutId, signal)));
  const spec = {...policy, ref, kept, ...(lease && {lease}), runner: newRunner(), acceptSettings};
  return planResume(spec, await observeRest(session, observed, {...policy, ...kept}, signal));
}

/** The alias and its rollout, with what there is to be warned of as far as it can be read. */
async function observeRest(
  session: Session,
  observed: ObservedRollout,
  {settings}: Pick<ReleasePolicy, 'settings'>,
  signal: AbortSignal,
): Promise<ObservedRollout> {
  const more = async () => {
    const alarmed = await withAlarms(session, observed, settings, signal);
    const capacity = await observeCapacity(session, observed.ref.functionName, signal);
    return withApis(session, await withHttpCallers(session, {...alarmed, capacity}, signal), signal);
  };
  return (observed.standing.kind === 'idle' ? undefined : await unlessUnread(session, more())) ?? observed;
}

/** Traffic is on a candidate: what is only read to warn keeps nobody from going on, and is said. */
async function unlessUnread<Value>({events}: Session, reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    events.emit({
      type: 'warning',
      code: 'WARNINGS_UNREAD',
      message: `What else there is to know could not be read: ${error.message}`,
    });
    return undefined;
  }
}
