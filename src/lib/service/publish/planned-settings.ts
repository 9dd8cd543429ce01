import type {ReleaseTarget} from '../../config/release-target.js';
import type {ReleaseJob} from '../../execute/publish/release-function.js';
import type {ObservedFunction} from '../../observe/publish/function.js';
import {observeSettings} from '../../observe/publish/function-settings.js';
import {planSettings} from '../../plan/publish/function-settings.js';
import type {PublishPlan} from '../../plan/publish/publish.js';
import type {Planned, Refusal} from '../../plan/refusal.js';
import type {Session} from '../session.js';
import type {PreparedPublish} from './prepared.js';

interface PlannedPublish extends Omit<ReleaseJob, 'plan' | 'settings'> {
  readonly target: ReleaseTarget;
  readonly observed: ObservedFunction;
  readonly planned: Planned<PublishPlan>;
  /** What else speaks against it. */
  readonly refusals?: readonly Refusal[];
}

/** Plans tags and reservation beside a planned version, and makes a job of both, or says all that speaks against them. Throws AwsError. */
export async function plannedSettings(
  session: Session,
  {target, observed, planned, refusals: others = [], ...bytes}: PlannedPublish,
  signal: AbortSignal,
): Promise<PreparedPublish> {
  const {tags, reservedConcurrency} = target;
  const looked = {tags: tags !== undefined, concurrency: reservedConcurrency !== undefined};
  const settings = planSettings(target, await observeSettings(session, observed, looked, signal));
  if (!planned.ok || !settings.ok || others.length > 0) {
    const refusals = [planned, settings].flatMap((one) => (one.ok ? [] : one.refusals));
    return {target, observed, refusals: [...refusals, ...others]};
  }
  return {target, observed, refusals: [], job: {plan: planned.plan, ...bytes, settings: settings.plan}};
}
