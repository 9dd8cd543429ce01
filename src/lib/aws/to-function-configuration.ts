import type {FunctionConfiguration as SdkConfiguration} from '@aws-sdk/client-lambda';
import type {FunctionConfiguration} from '../ports/functions.js';
import {required} from './answer.js';
import type {AwsCall} from './aws-call.js';
import {redact} from './redact.js';

/** The port's view of a function or version. Reasons are redacted here, where the environment is at hand. */
export function toFunctionConfiguration(sdk: SdkConfiguration | undefined, call: AwsCall): FunctionConfiguration {
  const answer = required(sdk, 'configuration', call);
  const environment = answer.Environment?.Variables ?? {};
  const clean = (text: string) => redact(text, Object.values(environment));
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
    packageType: answer.PackageType ?? 'Zip',
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
    layers: (answer.Layers ?? []).flatMap((layer) => (layer.Arn === undefined ? [] : [layer.Arn])),
    ...(deadLetterTargetArn !== undefined && {deadLetterTargetArn}),
    ...(answer.TracingConfig?.Mode !== undefined && {tracingMode: answer.TracingConfig.Mode}),
    ...(answer.State !== undefined && {state: answer.State}),
    ...(answer.StateReason !== undefined && {stateReason: clean(answer.StateReason)}),
    ...(answer.LastUpdateStatus !== undefined && {lastUpdateStatus: answer.LastUpdateStatus}),
    ...(answer.LastUpdateStatusReason !== undefined && {lastUpdateReason: clean(answer.LastUpdateStatusReason)}),
    lastModified: answer.LastModified ?? '',
    ...(answer.LoggingConfig?.LogGroup !== undefined && {logGroup: answer.LoggingConfig.LogGroup}),
    otherSettings: otherSettings(answer),
  };
}

/** What a version freezes beside the fields above (LDG "Lambda function versions"), so that a change of it is seen. */
function otherSettings(answer: SdkConfiguration): string {
  return JSON.stringify({
    vpc: sortedVpc(answer.VpcConfig),
    kmsKey: answer.KMSKeyArn ?? '',
    fileSystems: (answer.FileSystemConfigs ?? []).map((system) => [system.Arn, system.LocalMountPath]),
    logging: [
      answer.LoggingConfig?.LogFormat,
      answer.LoggingConfig?.LogGroup,
      answer.LoggingConfig?.ApplicationLogLevel,
    ],
    systemLogLevel: answer.LoggingConfig?.SystemLogLevel,
    snapStart: answer.SnapStart?.ApplyOn ?? 'None',
  });
}

function sortedVpc(vpc: SdkConfiguration['VpcConfig']): unknown {
  return {
    subnets: [...(vpc?.SubnetIds ?? [])].sort(),
    securityGroups: [...(vpc?.SecurityGroupIds ?? [])].sort(),
    ipv6: vpc?.Ipv6AllowedForDualStack ?? false,
  };
}
