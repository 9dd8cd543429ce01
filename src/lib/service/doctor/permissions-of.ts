import type {ReleaseFile} from '../../config/release-file.js';
import type {AliasRef} from '../../model/function/ref.js';
import {parseImageReference} from '../../model/image/reference.js';
import {defaultLayerName} from '../../model/layer/setting.js';
import {MANAGED_BUCKET, managedBucketName} from '../../model/managed-bucket.js';
import {parseS3Object} from '../../model/source/s3-object.js';
import type {ObservedReadiness} from '../../observe/doctor/doctor.js';
import {defaultLogGroup} from '../../observe/logs/log-streams.js';
import type {PermissionGroup} from '../../plan/doctor/permission-group.js';
import type {FunctionScope, PermissionScope} from '../../plan/doctor/permission-scope.js';
import {neededPermissions} from '../../plan/doctor/permissions.js';
import type {CallerIdentity} from '../../ports/identity.js';

/** What is looked at: the aliases of a release, and the file that describes it. */
export interface Patient {
  readonly refs: readonly AliasRef[];
  readonly file: ReleaseFile | undefined;
}

/** Of each alias, in order; absent where it may not be read. */
export type Readiness = readonly (ObservedReadiness | undefined)[];

/** Every action that the patients need, and on what. */
export function permissionsOf(
  caller: CallerIdentity,
  {refs, file}: Patient,
  readiness: Readiness,
): readonly PermissionGroup[] {
  const {arn, accountId, region} = caller;
  return neededPermissions({
    partition: arn.split(':')[1] ?? 'aws',
    region,
    accountId,
    functions: refs.map(({functionName}, index) => toScope(functionName, readiness[index], file)),
    ...artifactsOf(file, caller),
    makesBucket: file?.artifacts?.bucket === MANAGED_BUCKET,
    hasSmokeTests: (file?.rollout.smoke ?? []).length > 0 || (file?.rollout.warm?.calls ?? 0) > 0,
    ...(file?.rollout.lease?.role !== undefined && {leaseRole: file.rollout.lease.role}),
    usesEngine: file?.rollout.engine === 'step-functions',
    ...(file?.record && {recordGroup: file.record.logGroup}),
    ...(file?.notify?.eventBus !== undefined && {eventBus: file.notify.eventBus}),
    hasAlarms: [...(file?.rollout.analysis.alarms ?? []), ...(file?.blockers?.alarms ?? [])].length > 0,
    ...(file?.blockers?.parameter !== undefined && {stopParameter: file.blockers.parameter}),
    hasHeadroom: file?.blockers?.headroom !== undefined,
  });
}

/** With the name of the bucket that lambda-release keeps itself in the place of `auto`. */
export function artifactsOf(
  file: ReleaseFile | undefined,
  caller: CallerIdentity,
): Partial<Pick<PermissionScope, 'artifacts'>> {
  if (!file?.artifacts) return {};
  const {bucket, prefix} = file.artifacts;
  return {artifacts: {bucket: bucket === MANAGED_BUCKET ? managedBucketName(caller) : bucket, prefix}};
}

function toScope(
  functionName: string,
  readiness: ObservedReadiness | undefined,
  file: ReleaseFile | undefined,
): FunctionScope {
  const settings = file?.functions.get(functionName);
  const code = settings?.source === undefined ? undefined : parseS3Object(settings.source);
  const profile = (settings?.signing ?? file?.signing)?.profile;
  const image = settings?.image === undefined ? undefined : parseImageReference(settings.image);
  return {
    functionName,
    ...(image && {image}),
    ...(code && {code}),
    ...(profile !== undefined && image === undefined && {signingProfile: profile}),
    exists: readiness?.latest !== undefined,
    configuration: settings?.configuration ?? {},
    logGroup: logGroupOf(functionName, readiness),
    ...(settings?.layer && {layerName: settings.layer.name ?? defaultLayerName(functionName)}),
    ...(settings?.layer?.share && {sharesLayer: true}),
    ...(readiness?.latest && {attachedLayers: readiness.latest.layers}),
    setsTags: settings?.tags !== undefined,
    setsReservation: settings?.reservedConcurrency !== undefined,
    setsAsyncInvoke: settings?.asyncInvoke !== undefined,
  };
}

function logGroupOf(functionName: string, readiness: ObservedReadiness | undefined): string {
  return readiness?.latest?.logGroup ?? defaultLogGroup(functionName);
}
