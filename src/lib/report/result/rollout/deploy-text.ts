import type {AliasRef} from '../../../model/function/ref.js';
import {formatAliasRef} from '../../../model/function/ref.js';
import type {ReachedPlace} from '../../../model/place.js';
import type {CodeSignature} from '../../../model/source/signature.js';
import type {AsyncSettingsPlan} from '../../../plan/publish/async-settings.js';
import type {DeployPlan} from '../../../plan/publish/deploy.js';
import type {SettingChange, SettingsPlan} from '../../../plan/publish/function-settings.js';
import {type PublishPreview, toPublishPreview} from '../../../plan/publish/preview.js';
import type {PublishPlan} from '../../../plan/publish/publish.js';
import {formatFields} from '../../table.js';
import {publishPreviewText, settingsText} from '../publish/publish-text.js';
import {type RolloutPreview, rolloutPlanText, toRolloutPreview} from './rollout-plan-text.js';
import {type RolloutReport, rolloutText, toRolloutReport} from './rollout-text.js';

/** A planned release of one function. */
export interface DeployPreview {
  readonly publish: PublishPreview;
  readonly rollout: RolloutPreview;
  /** What is set on the alias once its traffic is where it should be. */
  readonly aliasSettings: readonly SettingChange[];
}

interface PlannedDeploy {
  readonly job: {
    readonly publish: {readonly settings?: SettingsPlan};
    readonly rollout: {readonly ref: AliasRef};
    readonly aliasSettings?: AsyncSettingsPlan;
  };
  readonly publishPlan: PublishPlan;
  readonly rolloutPlan: DeployPlan;
}

/** A finished release of one function. */
export interface DeployReport extends AliasRef {
  /** Where it is, when the release went through several environments or regions. */
  readonly environment?: string;
  readonly region?: string;
  readonly version: string;
  /** The version that had all traffic before; absent for a first release. */
  readonly previousVersion?: string;
  /** False when the alias served exactly this already and nothing was set. */
  readonly changed: boolean;
  /** The alias was made by this release. */
  readonly created: boolean;
  readonly contentDigest: string;
  readonly codeSha256: string;
  /** The image by its digest; absent for a zip. */
  readonly image?: string;
  /** Who signed the code, where AWS says it. */
  readonly signature?: CodeSignature;
  readonly changedFields: readonly string[];
  /** Settings that were changed beside the version: of the function, and of the alias. */
  readonly changedSettings: readonly string[];
  readonly rollout?: RolloutReport;
}

interface FinishedDeploy {
  readonly publish: {
    readonly version: string;
    readonly contentDigest: string;
    readonly codeSha256: string;
    readonly image?: string;
    readonly signature?: CodeSignature;
    readonly changedFields: readonly string[];
    readonly changedSettings: readonly string[];
  };
  readonly changedAliasSettings: readonly string[];
  readonly traffic: 'promoted' | 'detached' | 'created' | 'nothing';
  readonly record?: RolloutReport;
}

/** A plan as `--dry-run` reports it; no environment values are in it. */
export function toDeployPreview({job, publishPlan, rolloutPlan}: PlannedDeploy): DeployPreview {
  return {
    publish: toPublishPreview(publishPlan, job.publish.settings),
    rollout: toRolloutPreview(job.rollout.ref, rolloutPlan),
    aliasSettings: job.aliasSettings?.changes ?? [],
  };
}

/** A planned release for people. */
export function deployPlanText({job, publishPlan, rolloutPlan}: PlannedDeploy, place?: ReachedPlace): string {
  const name = formatAliasRef(job.rollout.ref);
  const publish = publishPreviewText(toPublishPreview(publishPlan, job.publish.settings));
  const alias = settingsText(job.aliasSettings?.changes ?? [], 'On the alias, when its traffic has moved:');
  return `${publish}\n${rolloutPlanText(name, rolloutPlan, place)}${alias}`;
}

/** A finished release as it is reported. */
export function toDeployReport(
  ref: AliasRef,
  {publish, traffic, record, changedAliasSettings}: FinishedDeploy,
): DeployReport {
  const {version, contentDigest, codeSha256, image, signature, changedFields} = publish;
  const changedSettings = [...publish.changedSettings, ...changedAliasSettings];
  return {
    ...ref,
    version,
    ...(record && {previousVersion: record.stable, rollout: toRolloutReport({kind: traffic, record})}),
    changed: traffic !== 'nothing' || changedSettings.length > 0,
    created: traffic === 'created',
    contentDigest,
    codeSha256,
    ...(image !== undefined && {image}),
    ...(signature && {signature}),
    changedFields,
    changedSettings,
  };
}

/** A finished release for people. */
export function deployText(report: DeployReport): string {
  const name = formatAliasRef(report);
  if (!report.changed) return `${name} serves version ${report.version} already; nothing changed.`;
  const set =
    report.changedSettings.length > 0 ? `\n${formatFields([['Set', report.changedSettings.join(', ')]], '  ')}` : '';
  if (report.rollout) return `${rolloutText(report.rollout)}${set}`;
  if (report.created) return `${name} was created with all traffic on version ${report.version}.${set}`;
  return `${name} serves version ${report.version} already; no traffic was moved.${set}`;
}
