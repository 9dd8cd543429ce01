import path from 'node:path';
import {defaultLayerName, type LayerSetting} from '../model/layer/setting.js';
import type {LayerShare} from '../model/layer/share.js';
import {environmentMissing, environmentUnknown} from './environment/environment-error.js';
import {readVariants} from './environment/read-variants.js';
import {parseWeek} from './freeze/freeze-schema.js';
import type {FreezeRule} from './freeze/rules.js';
import type {LayerInput} from './layer-schema.js';
import {releaseFileInvalid} from './problem/release-file-invalid.js';
import {shownPath} from './problem/shown-path.js';
import {readYaml} from './read-yaml.js';
import type {FunctionSettings, ReleaseFile, RolloutSettings} from './release-file.js';
import {type ReleaseInput, WEBHOOK_VARIABLE} from './release-schema.js';
import {sourceFrom} from './source-from.js';
import {stated} from './stated.js';
import {toAnalysisOverrides} from './to-analysis-overrides.js';
import {toAsyncInvoke, toConfiguration} from './to-configuration.js';

type FunctionInput = NonNullable<ReleaseInput['functions']>[string];

/**
 * Reads a release file, as the environment has it when it has environments. Throws UsageError: RELEASE_FILE_INVALID naming
 * every problem of every environment with line, column and path at once, in the order of the file; ENVIRONMENT_MISSING and
 * ENVIRONMENT_UNKNOWN. `filePath` is absolute; sources are taken relative to its folder.
 */
export function parseReleaseFile(text: string, filePath: string, environment?: string): ReleaseFile {
  const yaml = readYaml(text);
  if (!('values' in yaml)) throw releaseFileInvalid(yaml.problems, filePath);

  const read = readVariants(yaml);
  const problems = [...yaml.problems, ...read.problems];
  if (problems.length > 0) throw releaseFileInvalid(problems, filePath);
  const {environments} = read;
  const known = {file: shownPath(filePath), names: environments.map(({name}) => name)};
  if (environment === undefined && known.names.length > 0) throw environmentMissing(known);
  if (environment !== undefined && !known.names.includes(environment)) throw environmentUnknown(environment, known);
  const input = read.variants.get(environment);
  if (input === undefined) throw releaseFileInvalid(problems, filePath);
  const place = environments.find(({name}) => name === environment);
  return {...toReleaseFile(input, filePath), ...(place && {environment: place})};
}

function toReleaseFile(input: ReleaseInput, filePath: string): ReleaseFile {
  const folder = path.dirname(filePath);
  const functions = Object.entries(input.functions ?? {}).map(
    ([key, settings]) => [settings.name ?? key, toFunctionSettings(key, settings, folder)] as const,
  );
  const {artifacts, signing, record, notify, train, freeze, blockers, onFreeze} = input;
  return {
    path: filePath,
    functions: new Map(functions),
    ...(artifacts && {artifacts: {bucket: artifacts.bucket, prefix: artifacts.prefix ?? ''}}),
    ...(signing && {signing}),
    rollout: toRolloutSettings(input.rollout ?? {}),
    ...(record && {record}),
    ...(notify && {notify: toNotify(notify)}),
    ...(train && {train: toTrain(train)}),
    ...(freeze && {freeze: freeze.map((rule) => toFreezeRule(rule, folder))}),
    ...stated({blockers: blockers && stated(blockers), onFreeze}),
  };
}

function toFunctionSettings(key: string, input: FunctionInput, folder: string): FunctionSettings {
  const {
    name = key,
    source,
    image,
    build,
    layer,
    architecture,
    allowSecrets,
    keepLinks,
    production,
    signing,
    replaceEnvironment,
    tags,
    reservedConcurrency,
    asyncInvoke,
    after,
    ...configuration
  } = input;
  return {
    ...(source !== undefined && {source: sourceFrom(folder, source)}),
    ...(name !== key && {key}),
    ...(build !== undefined && {build: {command: build, folder}}),
    ...stated({
      image,
      architecture,
      allowSecrets,
      keepLinks,
      production,
      signing,
      replaceEnvironment,
      tags,
      reservedConcurrency,
      after,
    }),
    // By the key where the name is another one: a bundle holds the layers of all environments.
    ...(layer !== undefined && {
      layer: {...(name !== key && {name: defaultLayerName(key)}), ...toLayerSetting(layer, folder)},
    }),
    ...(asyncInvoke && {asyncInvoke: toAsyncInvoke(asyncInvoke)}),
    configuration: toConfiguration(configuration),
  };
}

function toLayerSetting(input: LayerInput, folder: string): LayerSetting {
  if (input === 'dependencies') return {};
  const {packages, share, ...rest} = input;
  return stated({
    ...rest,
    share: share && toLayerShare(share),
    packages: packages === undefined ? undefined : path.resolve(folder, packages),
  });
}

function toLayerShare({
  accounts,
  organization,
  public: everybody,
}: NonNullable<Exclude<LayerInput, string>['share']>): LayerShare {
  const text = (value: unknown) => (value === undefined ? undefined : String(value));
  return stated({accounts: accounts?.map(String), organization: text(organization), public: text(everybody)});
}

function toNotify({eventBus, webhook}: NonNullable<ReleaseInput['notify']>): NonNullable<ReleaseFile['notify']> {
  return stated({eventBus, webhookVariable: WEBHOOK_VARIABLE.exec(webhook ?? '')?.[1]});
}

function toFreezeRule(rule: NonNullable<ReleaseInput['freeze']>[number], folder: string): FreezeRule {
  if ('weekly' in rule) {
    const {weekly: text, ...rest} = rule;
    return {...rest, text, ...parseWeek(text)};
  }
  return 'calendar' in rule ? {...rule, calendar: path.resolve(folder, rule.calendar)} : rule;
}

function toTrain({bake, ...sameName}: NonNullable<ReleaseInput['train']>): NonNullable<ReleaseFile['train']> {
  return stated({...sameName, bakeMs: bake});
}

function toRolloutSettings(input: NonNullable<ReleaseInput['rollout']>): RolloutSettings {
  const {analysis = {}, watch, smoke, warm, hooks, lease, ...sameName} = input;
  return {
    ...stated({...sameName, watchMs: watch}),
    ...(smoke && {smoke: smoke.map(({event, expect}) => ({event, expect: stated(expect)}))}),
    ...(warm !== undefined && {warm: typeof warm === 'number' ? {calls: warm} : warm}),
    ...(hooks && {hooks: stated(hooks)}),
    ...(lease && {lease: stated({role: lease.role, lengthMs: lease.length, required: lease.required})}),
    analysis: toAnalysisOverrides(analysis),
  };
}
