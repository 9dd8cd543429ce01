import {provisionConcurrency} from '../../execute/concurrency/provisioned.js';
import type {AliasRef} from '../../model/function/ref.js';
import {observeProvisioned} from '../../observe/concurrency/provisioned.js';
import {planProvision, planUnprovision} from '../../plan/concurrency/provision.js';
import {toRefusedError} from '../../plan/refusal.js';
import {type ProvisionReport, toProvisionReport} from '../../report/result/concurrency/provisioned-text.js';
import type {Session} from '../session.js';

interface ProvisionOptions {
  /** Until AWS has allocated them. */
  readonly wait: boolean;
  readonly 'dry-run': boolean;
}

/** Keeps execution environments ready on an alias. Throws the ReleaseError of what went wrong. */
export async function provision(
  session: Session,
  {ref, wanted}: {readonly ref: AliasRef; readonly wanted: number},
  {wait, 'dry-run': dryRun}: ProvisionOptions,
  signal: AbortSignal,
): Promise<ProvisionReport> {
  const planned = planProvision(await observeProvisioned(session, ref, {withVersion: true}, signal), wanted);
  if (!planned.ok) throw toRefusedError(planned.refusals);
  const {plan} = planned;
  if (dryRun) return toProvisionReport(plan, {dryRun});
  const state = await provisionConcurrency(session, plan, {wait}, signal);
  return toProvisionReport(plan, {dryRun, state});
}

/** Takes provisioned concurrency off an alias. Throws the ReleaseError of what went wrong. */
export async function unprovision(
  session: Session,
  ref: AliasRef,
  {'dry-run': dryRun}: {readonly 'dry-run': boolean},
  signal: AbortSignal,
): Promise<ProvisionReport> {
  const planned = planUnprovision(await observeProvisioned(session, ref, {withVersion: false}, signal));
  if (!planned.ok) throw toRefusedError(planned.refusals);
  if (!dryRun) await provisionConcurrency(session, planned.plan, {wait: false}, signal);
  return toProvisionReport(planned.plan, {dryRun});
}
