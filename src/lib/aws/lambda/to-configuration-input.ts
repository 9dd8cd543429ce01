import type {UpdateFunctionConfigurationCommandInput} from '@aws-sdk/client-lambda';
import type {LoggingSettings} from '../../ports/lambda/function-settings.js';
import type {ConfigurationChange} from '../../ports/lambda/functions.js';

type Input = Omit<UpdateFunctionConfigurationCommandInput, 'FunctionName'>;

/** Only what is named: a field left out of the request keeps its value on AWS. */
export function toConfigurationInput(change: ConfigurationChange): Input {
  return {
    Handler: change.handler,
    // The SDK types runtimes and tracing modes as closed lists; AWS adds to them every few months.
    Runtime: change.runtime as Input['Runtime'],
    Role: change.role,
    MemorySize: change.memoryMb,
    Timeout: change.timeoutSeconds,
    EphemeralStorage: change.ephemeralStorageMb === undefined ? undefined : {Size: change.ephemeralStorageMb},
    Description: change.description,
    Environment: change.environment === undefined ? undefined : {Variables: {...change.environment}},
    Layers: change.layers === undefined ? undefined : [...change.layers],
    ...toAttachments(change),
    TracingConfig:
      change.tracingMode === undefined ? undefined : {Mode: change.tracingMode === 'Active' ? 'Active' : 'PassThrough'},
  };
}

function toAttachments({deadLetterTargetArn, vpc, fileSystems, logging, imageConfig}: ConfigurationChange): Input {
  return {
    ImageConfig: imageConfig && {
      EntryPoint: imageConfig.entryPoint && [...imageConfig.entryPoint],
      Command: imageConfig.command && [...imageConfig.command],
      WorkingDirectory: imageConfig.workingDirectory,
    },
    // The empty ARN takes the queue away.
    DeadLetterConfig: deadLetterTargetArn === undefined ? undefined : {TargetArn: deadLetterTargetArn},
    VpcConfig: vpc && {
      SubnetIds: [...vpc.subnetIds],
      SecurityGroupIds: [...vpc.securityGroupIds],
      Ipv6AllowedForDualStack: vpc.ipv6,
    },
    FileSystemConfigs: fileSystems?.map(({arn, mountPath}) => ({Arn: arn, LocalMountPath: mountPath})),
    LoggingConfig: logging && toLoggingConfig(logging),
  };
}

function toLoggingConfig({format, logGroup, applicationLevel, systemLevel}: LoggingSettings): Input['LoggingConfig'] {
  // Closed lists in the SDK; the release file has checked what it says, the rest is what AWS itself answered.
  return {
    LogFormat: format,
    LogGroup: logGroup,
    ApplicationLogLevel: applicationLevel,
    SystemLogLevel: systemLevel,
  } as Input['LoggingConfig'];
}
