import type {AliasRef} from '../../model/function-ref.js';
import {formatAliasRef} from '../../model/function-ref.js';
import type {DeployPlan} from '../../plan/deploy.js';
import type {PublishPlan} from '../../plan/publish.js';
import {type PublishPreview, toPublishPreview} from '../../plan/publish-preview.js';
import {publishPreviewText} from './publish-text.js';
import {type RolloutPreview, rolloutPlanText, toRolloutPreview} from './rollout-plan-text.js';
import {type RolloutReport, rolloutText, toRolloutReport} from './rollout-text.js';

/** A planned release of one function. */
export interface DeployPreview {
  readonly publish: PublishPreview;
  readonly rollout: RolloutPreview;
}

interface PlannedDeploy {
  readonly job: {readonly rollout: {readonly ref: AliasRef}};
  readonly publishPlan: PublishPlan;
  readonly rolloutPlan: DeployPlan;
}

/** A finished release of one function. */
export interface DeployReport extends AliasRef {
  readonly version: string;
  /** The version that had all traffic before; absent for a first release. */
  readonly previousVersion?: string;
  /** False when the alias served exactly this already. */
  readonly changed: boolean;
  readonly codeSha256: string;
  readonly changedFields: readonly string[];
  readonly rollout?: RolloutReport;
}

interface FinishedDeploy {
  readonly publish: {
    readonly version: string;
    readonly codeSha256: string;
    readonly changedFields: readonly string[];
  };
  readonly traffic: 'promoted' | 'detached' | 'created' | 'nothing';
  readonly record?: RolloutReport;
}

/** A plan as `--dry-run` reports it; no environment values are in it. */
export function toDeployPreview({job, publishPlan, rolloutPlan}: PlannedDeploy): DeployPreview {
  return {publish: toPublishPreview(publishPlan), rollout: toRolloutPreview(job.rollout.ref, rolloutPlan)};
}

/** A planned release for people. */
export function deployPlanText({job, publishPlan, rolloutPlan}: PlannedDeploy): string {
  const name = formatAliasRef(job.rollout.ref);
  return `${publishPreviewText(toPublishPreview(publishPlan))}\n${rolloutPlanText(name, rolloutPlan)}`;
}

/** A finished release as it is reported. */
export function toDeployReport(ref: AliasRef, {publish, traffic, record}: FinishedDeploy): DeployReport {
  const {version, codeSha256, changedFields} = publish;
  return {
    ...ref,
    version,
    ...(record && {previousVersion: record.stable, rollout: toRolloutReport({kind: traffic, record})}),
    changed: traffic !== 'nothing',
    codeSha256,
    changedFields,
  };
}

/** A finished release for people. */
export function deployText(report: DeployReport): string {
  const name = formatAliasRef(report);
  if (!report.changed) return `${name} serves version ${report.version} already; nothing changed.`;
  if (report.rollout) return rolloutText(report.rollout);
  return `${name} was created with all traffic on version ${report.version}.`;
}
