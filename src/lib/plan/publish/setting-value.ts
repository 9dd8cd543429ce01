import type {FileSystemMount, LoggingSettings, VpcSettings} from '../../ports/lambda/function-settings.js';

/** A value of a function's configuration other than its environment. */
export type SettingValue =
  | string
  | number
  | readonly string[]
  | readonly FileSystemMount[]
  | VpcSettings
  | LoggingSettings
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
  return 'subnetIds' in value ? vpcText(value) : loggingText(value);
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

function isList(value: List | VpcSettings | LoggingSettings): value is List {
  return Array.isArray(value);
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
  const parts = {format, 'log group': logGroup, 'application level': applicationLevel, 'system level': systemLevel};
  return Object.entries(parts)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]))
    .join('; ');
}
