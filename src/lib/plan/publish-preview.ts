import type {Version} from '../model/version.js';
import type {FieldChange} from './configuration.js';
import type {PublishPlan} from './publish.js';

/** A publish plan that may be shown: no environment values, no configuration but what changes. */
export interface PublishPreview {
  readonly functionName: string;
  readonly action: 'nothing' | 'update' | 'create';
  readonly codeSha256: string;
  readonly zippedBytes: number;
  /** Absent when no code has to travel. */
  readonly upload?: 'inline' | 's3';
  readonly bucket?: string;
  readonly previousVersion?: Version;
  readonly changes: readonly FieldChange[];
  readonly changedFields: readonly string[];
}

/** What `--dry-run` and the confirmation show of a plan. */
export function toPublishPreview(plan: PublishPlan): PublishPreview {
  const code = plan.kind === 'nothing' ? undefined : plan.code;
  return {
    functionName: plan.functionName,
    action: plan.kind,
    codeSha256: plan.codeSha256,
    zippedBytes: plan.zippedBytes,
    ...(code !== undefined && code.kind !== 'none' && {upload: code.kind}),
    ...(code?.kind === 's3' && {bucket: code.bucket}),
    ...(plan.previousVersion !== undefined && {previousVersion: plan.previousVersion}),
    changes: plan.changes,
    changedFields: plan.changedFields,
  };
}
