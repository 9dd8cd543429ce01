import type {VersionChange} from '../../model/versions/version-change.js';
import type {ConfigurationChange, FunctionConfiguration} from '../../ports/lambda/functions.js';
import {isSameSetting, mergeLogging, settingText} from './setting-value.js';

/** One field that is to change. Values are shown except for the environment, of which only names ever are. */
export type FieldChange = VersionChange<SettingName>;

/** `merge` keeps the variables the release does not name; `replace` removes them. */
export type EnvironmentMode = 'merge' | 'replace';

export interface ConfigurationPlan {
  /** What is to be sent: fields that differ, and nothing else. Holds environment values: never print it. */
  readonly change: ConfigurationChange;
  /** The same for a person. */
  readonly changes: readonly FieldChange[];
}

/** Fields in the words of the release file. */
type SettingName =
  | 'handler'
  | 'runtime'
  | 'role'
  | 'memory'
  | 'timeout'
  | 'ephemeralStorage'
  | 'description'
  | 'layers'
  | 'tracing'
  | 'deadLetterQueue'
  | 'vpc'
  | 'fileSystems'
  | 'logging'
  | 'imageConfig';

/** Every field but the environment: its word, and where both sides keep it. */
const SETTINGS = [
  ['handler', 'handler'],
  ['runtime', 'runtime'],
  ['role', 'role'],
  ['memory', 'memoryMb'],
  ['timeout', 'timeoutSeconds'],
  ['ephemeralStorage', 'ephemeralStorageMb'],
  ['description', 'description'],
  ['layers', 'layers'],
  ['tracing', 'tracingMode'],
  ['deadLetterQueue', 'deadLetterTargetArn'],
  ['vpc', 'vpc'],
  ['fileSystems', 'fileSystems'],
  ['logging', 'logging'],
  ['imageConfig', 'imageConfig'],
] as const satisfies readonly (readonly [SettingName, keyof ConfigurationChange & keyof FunctionConfiguration])[];

/**
 * What of the wanted configuration differs from what AWS has, field by field. A field that is not wanted is not touched;
 * the environment is sent whole, because AWS replaces it whole.
 */
export function planConfiguration(
  current: FunctionConfiguration,
  wanted: ConfigurationChange,
  mode: EnvironmentMode,
): ConfigurationPlan {
  let change: ConfigurationChange = {};
  const changes: FieldChange[] = [];
  const whole = wanted.logging ? {...wanted, logging: mergeLogging(current.logging, wanted.logging)} : wanted;
  for (const [field, key] of SETTINGS) {
    const to = whole[key];
    if (to === undefined || isSameSetting(current[key], to)) continue;
    change = {...change, [key]: to};
    changes.push({field, from: settingText(current[key]), to: settingText(to)});
  }
  if (wanted.environment !== undefined) {
    const environment = mode === 'merge' ? {...current.environment, ...wanted.environment} : wanted.environment;
    const difference = compareEnvironment(current.environment, environment);
    if (difference !== undefined) {
      change = {...change, environment};
      changes.push(difference);
    }
  }
  return {change, changes};
}

/** The configuration AWS will have once the change is through. */
export function applyConfiguration(current: FunctionConfiguration, change: ConfigurationChange): FunctionConfiguration {
  const {deadLetterTargetArn, ...after} = {...current, ...change};
  return deadLetterTargetArn ? {...after, deadLetterTargetArn} : after;
}

/** Names of all fields that differ, `code` and `architecture` included: two looks at the same `$LATEST`. */
export function configurationDifferences(a: FunctionConfiguration, b: FunctionConfiguration): readonly string[] {
  const names: string[] = SETTINGS.filter(([, key]) => !isSameSetting(a[key], b[key])).map(([field]) => field);
  if (!isSameStoredCode(a, b)) names.unshift('code');
  if (a.architecture !== b.architecture) names.push('architecture');
  if (compareEnvironment(a.environment, b.environment) !== undefined) names.push('environment');
  if (a.otherSettings !== b.otherSettings) names.push('otherSettings');
  return names;
}

type StoredCode = Pick<FunctionConfiguration, 'codeSha256' | 'imageDigest'>;

/** Whether two have the same bytes of code. Images are compared by their digests, where both are known: CodeSha256 of an image is AWS's affair. */
export function isSameStoredCode(a: StoredCode, b: StoredCode): boolean {
  if (a.imageDigest !== undefined && b.imageDigest !== undefined) return a.imageDigest === b.imageDigest;
  return a.codeSha256 === b.codeSha256;
}

/**
 * The same between a version and `$LATEST`, or two versions. The description is left out: a version has one of its own,
 * given when it was published.
 */
export function versionedDifferences(a: FunctionConfiguration, b: FunctionConfiguration): readonly string[] {
  return configurationDifferences(a, b).filter((name) => name !== 'description');
}

/** Bytes of an environment as Lambda measures its 4 KB: the compact JSON object, in UTF-8. */
export function environmentBytes(environment: Readonly<Record<string, string>>): number {
  return Buffer.byteLength(JSON.stringify(environment));
}

function compareEnvironment(
  from: Readonly<Record<string, string>>,
  to: Readonly<Record<string, string>>,
): Extract<FieldChange, {field: 'environment'}> | undefined {
  const added = Object.keys(to).filter((name) => !Object.hasOwn(from, name));
  const removed = Object.keys(from).filter((name) => !Object.hasOwn(to, name));
  const changed = Object.keys(to).filter((name) => Object.hasOwn(from, name) && from[name] !== to[name]);
  if (added.length + removed.length + changed.length === 0) return undefined;
  return {field: 'environment', added: added.sort(), changed: changed.sort(), removed: removed.sort()};
}
