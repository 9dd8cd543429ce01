import {formatS3Object} from '../../model/source/s3-object.js';
import type {Version} from '../../model/versions/version.js';
import type {CodeSigningConfiguration} from '../../ports/signing.js';
import type {CodeSize} from './code-size.js';
import type {FieldChange} from './configuration.js';
import type {SettingChange, SettingsPlan} from './function-settings.js';
import type {LayerStep} from './layer.js';
import type {PublishPlan} from './publish.js';

/** A publish plan that may be shown: no environment values, no configuration but what changes. */
export interface PublishPreview {
  readonly functionName: string;
  readonly action: 'nothing' | 'update' | 'create';
  readonly contentDigest: string;
  readonly codeSha256: string;
  readonly zippedBytes: number;
  /** Absent when no code has to travel. */
  readonly upload?: 'inline' | 's3';
  readonly bucket?: string;
  /** The object in S3 that Lambda takes it from; absent when it is uploaded. */
  readonly from?: string;
  /** The image by its digest, in place of a zip; `zippedBytes` are then those of its compressed layers. */
  readonly image?: string;
  /** The signing profile that signs it on its way; absent when nobody does. */
  readonly signedBy?: string;
  /** What the function demands of signatures; absent when it demands nothing, and when nothing is sent. */
  readonly codeSigning?: CodeSigningConfiguration;
  readonly previousVersion?: Version;
  /** Absent for an image. */
  readonly size?: CodeSize;
  readonly layer?: LayerPreview;
  readonly changes: readonly FieldChange[];
  readonly changedFields: readonly string[];
  /** What is set beside the version: at once, and for every version. */
  readonly settings: readonly SettingChange[];
}

/** A planned layer that may be shown. */
export interface LayerPreview {
  readonly layerName: string;
  readonly action: 'reuse' | 'publish';
  /** The version that AWS has of this content; absent when one is to be published. */
  readonly arn?: string;
  readonly contentDigest: string;
  readonly codeSha256: string;
  readonly zippedBytes: number;
  readonly unzippedBytes: number;
  readonly upload?: 'inline' | 's3';
  readonly bucket?: string;
  /** The signing profile that signs it on its way; absent when nobody does. */
  readonly signedBy?: string;
  /** Accounts and organizations that may use it afterwards; absent for nobody but those who may already. */
  readonly sharedWith?: readonly string[];
}

/** The step without what only its execution needs. */
export function toLayerPreview(step: LayerStep): LayerPreview {
  const {layerName, contentDigest, codeSha256, zippedBytes, unzippedBytes, sharedWith} = step;
  return {
    layerName,
    action: step.kind,
    ...(step.kind === 'reuse' && {arn: step.arn}),
    contentDigest,
    codeSha256,
    zippedBytes,
    unzippedBytes,
    ...(step.kind === 'publish' && {upload: step.code.kind}),
    ...(step.kind === 'publish' && step.code.kind === 's3' && {bucket: step.code.bucket}),
    ...(step.kind === 'publish' &&
      step.code.kind === 's3' &&
      step.code.signing && {signedBy: step.code.signing.profile}),
    ...(sharedWith.length > 0 && {sharedWith}),
  };
}

/** What `--dry-run` and the confirmation show of a plan. */
export function toPublishPreview(plan: PublishPlan, settings?: SettingsPlan): PublishPreview {
  const code = plan.kind === 'nothing' ? undefined : plan.code;
  return {
    functionName: plan.functionName,
    action: plan.kind,
    contentDigest: plan.contentDigest,
    codeSha256: plan.codeSha256,
    zippedBytes: plan.zippedBytes,
    ...((code?.kind === 'inline' || code?.kind === 's3') && {upload: code.kind}),
    ...(code?.kind === 's3' && {bucket: code.bucket}),
    ...(code?.kind === 'object' && {from: formatS3Object(code)}),
    ...((code?.kind === 's3' || code?.kind === 'object') && code.signing && {signedBy: code.signing.profile}),
    ...(plan.codeSigning && {codeSigning: plan.codeSigning}),
    ...(plan.previousVersion !== undefined && {previousVersion: plan.previousVersion}),
    ...(plan.image && {image: plan.image.uri}),
    ...(plan.size && {size: plan.size}),
    ...(plan.layer && {layer: toLayerPreview(plan.layer)}),
    changes: plan.changes,
    changedFields: plan.changedFields,
    settings: settings?.changes ?? [],
  };
}
