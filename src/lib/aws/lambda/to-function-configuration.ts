import type {FunctionConfiguration as SdkConfiguration} from '@aws-sdk/client-lambda';
import {digestOfCodeSha256} from '../../model/image/digest.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import {required} from '../answer.js';
import {parseAwsTime} from '../aws-time.js';
import type {AwsCall} from '../error/aws-call.js';
import {redact} from '../error/redact.js';
import {toSignature} from './to-signature.js';

/** The port's view of a function or version. Reasons are redacted here, where the environment is at hand. */
export function toFunctionConfiguration(sdk: SdkConfiguration | undefined, call: AwsCall): FunctionConfiguration {
  const answer = required(sdk, 'configuration', call);
  const environment = answer.Environment?.Variables ?? {};
  const clean = (text: string) => redact(text, Object.values(environment));
  const modifiedMs = parseAwsTime(answer.LastModified ?? '');
  const architecture = answer.Architectures?.[0] ?? 'x86_64';
  const unreadable = answer.Environment?.Error?.ErrorCode;
  const deadLetterTargetArn = answer.DeadLetterConfig?.TargetArn;
  return {
    functionName: required(answer.FunctionName, 'FunctionName', call),
    arn: required(answer.FunctionArn, 'FunctionArn', call),
    version: required(answer.Version, 'Version', call),
    revisionId: required(answer.RevisionId, 'RevisionId', call),
    codeSha256: required(answer.CodeSha256, 'CodeSha256', call),
    zippedBytes: answer.CodeSize ?? 0,
    ...toSignature(answer),
    packageType: answer.PackageType ?? 'Zip',
    ...imageOf(answer),
    role: answer.Role ?? '',
    ...(answer.Runtime !== undefined && {runtime: answer.Runtime}),
    ...(answer.Handler !== undefined && {handler: answer.Handler}),
    description: answer.Description ?? '',
    memoryMb: required(answer.MemorySize, 'MemorySize', call),
    timeoutSeconds: required(answer.Timeout, 'Timeout', call),
    ephemeralStorageMb: answer.EphemeralStorage?.Size ?? 512,
    architecture,
    environment,
    ...(unreadable !== undefined && {environmentUnreadable: unreadable}),
    ...toLayers(answer.Layers),
    ...(deadLetterTargetArn !== undefined && {deadLetterTargetArn}),
    ...(answer.TracingConfig?.Mode !== undefined && {tracingMode: answer.TracingConfig.Mode}),
    ...vpcOf(answer.VpcConfig),
    ...fileSystemsOf(answer.FileSystemConfigs),
    ...loggingOf(answer.LoggingConfig),
    ...(answer.State !== undefined && {state: answer.State}),
    ...(answer.StateReason !== undefined && {stateReason: clean(answer.StateReason)}),
    ...(answer.LastUpdateStatus !== undefined && {lastUpdateStatus: answer.LastUpdateStatus}),
    ...(answer.LastUpdateStatusReason !== undefined && {lastUpdateReason: clean(answer.LastUpdateStatusReason)}),
    lastModified: answer.LastModified ?? '',
    ...(modifiedMs !== undefined && {modifiedMs}),
    ...(answer.LoggingConfig?.LogGroup !== undefined && {logGroup: answer.LoggingConfig.LogGroup}),
    ...(answer.KMSKeyArn && {kmsKeyArn: answer.KMSKeyArn}),
    ...specialsOf(answer),
    otherSettings: otherSettings(answer),
  };
}

function toLayers(layers: SdkConfiguration['Layers']): Pick<FunctionConfiguration, 'layers' | 'layerZippedBytes'> {
  const named = (layers ?? []).flatMap(({Arn: arn, CodeSize: bytes = 0}) => (arn === undefined ? [] : [{arn, bytes}]));
  if (named.length === 0) return {layers: []};
  return {
    layers: named.map(({arn}) => arn),
    layerZippedBytes: Object.fromEntries(named.map(({arn, bytes}) => [arn, bytes])),
  };
}

/** What a version freezes beside the fields above (LDG "Lambda function versions"), so that a change of it is seen. */
function otherSettings(answer: SdkConfiguration): string {
  return JSON.stringify({
    kmsKey: answer.KMSKeyArn ?? '',
    snapStart: answer.SnapStart?.ApplyOn ?? 'None',
    ...(answer.CapacityProviderConfig && {capacityProvider: JSON.stringify(answer.CapacityProviderConfig)}),
    ...(answer.TenancyConfig && {tenancy: answer.TenancyConfig.TenantIsolationMode}),
    ...(answer.DurableConfig && {durable: JSON.stringify(answer.DurableConfig)}),
  });
}

/** What makes a function another kind than most. */
function specialsOf({CapacityProviderConfig, TenancyConfig, DurableConfig, SnapStart}: SdkConfiguration) {
  const capacityProviderArn = CapacityProviderConfig?.LambdaManagedInstancesCapacityProviderConfig?.CapacityProviderArn;
  return {
    ...(capacityProviderArn !== undefined && {capacityProviderArn}),
    ...(TenancyConfig?.TenantIsolationMode !== undefined && {tenantIsolation: TenancyConfig.TenantIsolationMode}),
    ...(SnapStart?.ApplyOn === 'PublishedVersions' && {takesSnapshots: true as const}),
    ...(DurableConfig && {isDurable: true as const}),
  };
}

/** Lists do not name the image: there its digest is what CodeSha256 says. */
function imageOf(answer: SdkConfiguration): Pick<FunctionConfiguration, 'imageDigest' | 'imageConfig'> {
  if (answer.PackageType !== 'Image') return {};
  const imageDigest = digestOfCodeSha256(answer.CodeSha256 ?? '');
  const {
    EntryPoint: entryPoint = [],
    Command: command = [],
    WorkingDirectory,
  } = answer.ImageConfigResponse?.ImageConfig ?? {};
  const imageConfig = {
    ...(entryPoint.length > 0 && {entryPoint}),
    ...(command.length > 0 && {command}),
    ...(WorkingDirectory && {workingDirectory: WorkingDirectory}),
  };
  return {
    ...(imageDigest !== undefined && {imageDigest}),
    ...(Object.keys(imageConfig).length > 0 && {imageConfig}),
  };
}

/** AWS answers with empty lists for a function that has left its VPC. */
function vpcOf(vpc: SdkConfiguration['VpcConfig']): Pick<FunctionConfiguration, 'vpc'> {
  const {SubnetIds: subnetIds = [], SecurityGroupIds: securityGroupIds = []} = vpc ?? {};
  if (subnetIds.length === 0) return {};
  return {vpc: {subnetIds, securityGroupIds, ipv6: vpc?.Ipv6AllowedForDualStack ?? false}};
}

function fileSystemsOf(
  systems: SdkConfiguration['FileSystemConfigs'] = [],
): Pick<FunctionConfiguration, 'fileSystems'> {
  if (systems.length === 0) return {};
  return {fileSystems: systems.map((system) => ({arn: system.Arn ?? '', mountPath: system.LocalMountPath ?? ''}))};
}

function loggingOf(logging: SdkConfiguration['LoggingConfig']): Pick<FunctionConfiguration, 'logging'> {
  if (!logging) return {};
  const {LogFormat: format, LogGroup: logGroup, ApplicationLogLevel, SystemLogLevel} = logging;
  return {
    logging: {
      ...(format !== undefined && {format}),
      ...(logGroup !== undefined && {logGroup}),
      ...(ApplicationLogLevel !== undefined && {applicationLevel: ApplicationLogLevel}),
      ...(SystemLogLevel !== undefined && {systemLevel: SystemLogLevel}),
    },
  };
}
