import type {AsyncSettingsChange} from '../ports/lambda/async-settings.js';
import type {ConfigurationChange} from '../ports/lambda/functions.js';
import type {ReleaseInput} from './release-schema.js';
import {stated} from './stated.js';

type FunctionInput = NonNullable<ReleaseInput['functions']>[string];
type ConfigurationInput = Omit<
  FunctionInput,
  | 'name'
  | 'source'
  | 'image'
  | 'build'
  | 'architecture'
  | 'replaceEnvironment'
  | 'tags'
  | 'reservedConcurrency'
  | 'asyncInvoke'
>;

/** The configuration as the file writes it, in the words and units of the ports. `none` becomes the empty text. */
export function toConfiguration(input: ConfigurationInput): ConfigurationChange {
  const {memory, timeout, ephemeralStorage, tracing, deadLetterQueue, vpc, logging, imageConfig, ...sameName} = input;
  return stated({
    ...sameName,
    memoryMb: memory,
    timeoutSeconds: timeout === undefined ? undefined : timeout / 1000,
    ephemeralStorageMb: ephemeralStorage,
    tracingMode: tracing,
    deadLetterTargetArn: orNone(deadLetterQueue),
    vpc: vpc && {subnetIds: vpc.subnets, securityGroupIds: vpc.securityGroups ?? [], ipv6: vpc.ipv6 ?? false},
    imageConfig: imageConfig && stated(imageConfig),
    logging: logging && toLogging(logging),
  });
}

/** Settings of the alias as the file writes them. `none` becomes the empty text. */
export function toAsyncInvoke(input: NonNullable<FunctionInput['asyncInvoke']>): AsyncSettingsChange {
  const {retries, maxAge, onSuccess, onFailure} = input;
  return stated({
    retries,
    maxAgeSeconds: maxAge === undefined ? undefined : maxAge / 1000,
    onSuccess: orNone(onSuccess),
    onFailure: orNone(onFailure),
  });
}

function toLogging({group, ...levels}: NonNullable<FunctionInput['logging']>) {
  return stated({...levels, logGroup: group});
}

function orNone(text: string | undefined): string | undefined {
  return text === 'none' ? '' : text;
}
