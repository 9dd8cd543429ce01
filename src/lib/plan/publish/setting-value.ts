import type {
  FileSystemMount,
  ImageSettings,
  LoggingSettings,
  VpcSettings,
} from '../../ports/lambda/function-settings.js';

/** A value of a function's configuration other than its environment. */
export type SettingValue =
  | string
  | number
  | readonly string[]
  | readonly FileSystemMount[]
  | VpcSettings
  | LoggingSettings
  | ImageSettings
  | undefined;

/** Layers merge in list order, so their order counts; that of subnets and security groups does not. */
export function isSameSetting(a: SettingValue, b: SettingValue): boolean {
  return settingText(a) === settingText(b);
}

/** The value for a person, the same for the same value; empty for none. */
export function settingText(value: SettingValue): string {
  if (value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return value.map(entryText).join(', ');
  if ('subnetIds' in value) return vpcText(value);
  return isImageSettings(value) ? imageText(value) : loggingText(value);
}

/**
 * What a function logs like after a change: what is not wanted stays. Text knows no levels; with JSON both are INFO until
 * somebody says otherwise (LDG "Configuring JSON and plain text log formats"), and said so that AWS's answer is as foreseen.
 */
export function mergeLogging(current: LoggingSettings | undefined, wanted: LoggingSettings): LoggingSettings {
  const {applicationLevel = 'INFO', systemLevel = 'INFO', ...rest} = {...current, ...wanted};
  return rest.format === 'JSON' ? {...rest, applicationLevel, systemLevel} : rest;
}

type List = readonly string[] | readonly FileSystemMount[];

function isList(value: List | VpcSettings | LoggingSettings | ImageSettings): value is List {
  return Array.isArray(value);
}

function isImageSettings(value: LoggingSettings | ImageSettings): value is ImageSettings {
  return 'entryPoint' in value || 'command' in value || 'workingDirectory' in value;
}

function imageText({entryPoint, command, workingDirectory}: ImageSettings): string {
  const parts = {
    'entry point': entryPoint && JSON.stringify(entryPoint),
    command: command && JSON.stringify(command),
    'working directory': workingDirectory,
  };
  return namedParts(parts);
}

function entryText(entry: string | FileSystemMount): string {
  return typeof entry === 'string' ? entry : `${entry.arn} on ${entry.mountPath}`;
}

function vpcText({subnetIds, securityGroupIds, ipv6}: VpcSettings): string {
  if (subnetIds.length === 0) return '';
  const parts = [`subnets ${[...subnetIds].sort().join(', ')}`];
  if (securityGroupIds.length > 0) parts.push(`security groups ${[...securityGroupIds].sort().join(', ')}`);
  if (ipv6) parts.push('IPv6');
  return parts.join('; ');
}

function loggingText({format, logGroup, applicationLevel, systemLevel}: LoggingSettings): string {
  return namedParts({
    format,
    'log group': logGroup,
    'application level': applicationLevel,
    'system level': systemLevel,
  });
}

function namedParts(parts: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(parts)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]))
    .join('; ');
}
