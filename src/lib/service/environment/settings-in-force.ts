import {defaultSettings, type WrittenSetting, writtenSettings} from '../../config/environment/written-settings.js';
import {findReleaseFile, readReleaseText} from '../../config/load-release-file.js';
import {shownPath} from '../../config/problem/shown-path.js';
import type {SettingInForce, SettingsReport} from '../../report/result/config/settings-text.js';

/** A setting that a person has said on the command line, or by a variable. */
export interface SaidSetting {
  readonly path: string;
  readonly value: string;
  readonly by: {readonly kind: 'flag' | 'variable'; readonly name: string};
}

interface SettingsQuestion {
  readonly config?: string | undefined;
  readonly environment?: string | undefined;
  readonly said: readonly SaidSetting[];
}

interface Where {
  readonly folder: string;
  readonly environment: {readonly [name: string]: string | undefined};
}

/** What of the place AWS's own variables say, where nobody else says it. */
const AWS_VARIABLES = [
  ['region', 'AWS_REGION'],
  ['region', 'AWS_DEFAULT_REGION'],
  ['profile', 'AWS_PROFILE'],
] as const;

/**
 * Every setting that a release would go by and where each comes from: flag before variable before environment before file before
 * default. Asks AWS nothing. Throws UsageError for a file or an environment that a release would not take either.
 */
export async function settingsInForce(
  {config, environment = '', said}: SettingsQuestion,
  {folder, environment: variables}: Where,
): Promise<SettingsReport> {
  const file = await findReleaseFile(config, {folder, environmentName: environment});
  const name = environment || undefined;
  const written = file ? writtenSettings(await readReleaseText(file.path), name) : [];
  const settings = new Map<string, SettingInForce>();
  for (const {path, value} of defaultSettings()) settings.set(path, {path, value, source: {kind: 'default'}});
  for (const [path, variable] of AWS_VARIABLES) {
    const value = variables[variable];
    if (value && !settings.has(path)) settings.set(path, {path, value, source: {kind: 'variable', name: variable}});
  }
  for (const each of written) settings.set(each.path, toInForce(each));
  for (const {path, value, by} of said) {
    for (const known of settings.keys()) if (known.startsWith(`${path}.`)) settings.delete(known);
    settings.set(path, {path, value, source: by});
  }
  return {
    ...(file && {file: shownPath(file.path)}),
    ...(name !== undefined && {environment: name}),
    settings: [...settings.values()].sort((a, b) => rank(a.path) - rank(b.path) || compare(a.path, b.path)),
  };
}

function toInForce({path, value, line, environment}: WrittenSetting): SettingInForce {
  return {
    path,
    ...(value === undefined ? {secret: true} : {value}),
    source: environment === undefined ? {kind: 'file', line} : {kind: 'environment', name: environment, line},
  };
}

const ORDER = ['account', 'role', 'profile', 'region', 'regions', 'functions', 'artifacts', 'rollout'];

function rank(path: string): number {
  const index = ORDER.indexOf(path.split('.')[0] ?? '');
  return index < 0 ? ORDER.length : index;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
