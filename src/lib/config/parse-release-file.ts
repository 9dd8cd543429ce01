import path from 'node:path';
import {UsageError} from '../errors.js';
import type {LayerSetting} from '../model/layer/setting.js';
import type {LayerInput} from './layer-schema.js';
import {readYaml} from './read-yaml.js';
import type {FunctionSettings, ReleaseFile, RolloutSettings} from './release-file.js';
import {describeIssue, type ReleaseProblem, toProblems} from './release-problem.js';
import {type ReleaseInput, releaseSchema, WEBHOOK_VARIABLE} from './release-schema.js';
import {stated} from './stated.js';
import {toAnalysisOverrides} from './to-analysis-overrides.js';
import {toAsyncInvoke, toConfiguration} from './to-configuration.js';

type FunctionInput = NonNullable<ReleaseInput['functions']>[string];

/**
 * Reads a release file. Throws UsageError RELEASE_FILE_INVALID naming every problem with line, column and path at once,
 * in the order of the file. `filePath` is absolute; sources are taken relative to its folder.
 */
export function parseReleaseFile(text: string, filePath: string): ReleaseFile {
  const yaml = readYaml(text);
  if (!('values' in yaml)) throw invalid(yaml.problems, filePath);

  const parsed = releaseSchema.safeParse(yaml.values, {error: describeIssue});
  const mistakes = parsed.error?.issues.flatMap((issue) => toProblems(issue, yaml.document, yaml.lines)) ?? [];
  const problems = [...yaml.problems, ...mistakes];
  if (!parsed.success || problems.length > 0) throw invalid(problems, filePath);
  return toReleaseFile(parsed.data, filePath);
}

function invalid(problems: readonly ReleaseProblem[], filePath: string): UsageError {
  const relative = path.relative(process.cwd(), filePath);
  const name = relative.startsWith('..') ? filePath : relative;
  const inOrder = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  const listed = inOrder.map(({line, column, path: setting, message}) => {
    const where = `${name}:${line}:${column}`;
    return setting === '' ? `${where}  ${message}` : `${where}  ${setting}: ${message}`;
  });
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return new UsageError(`${name} has ${count}:\n${listed.join('\n')}`, {
    code: 'RELEASE_FILE_INVALID',
    suggestions: ['Mend each line above; docs/release-file.md lists every setting.'],
    details: {file: filePath, problems: inOrder},
  });
}

function toReleaseFile(input: ReleaseInput, filePath: string): ReleaseFile {
  const folder = path.dirname(filePath);
  const functions = Object.entries(input.functions ?? {}).map(
    ([name, settings]) => [name, toFunctionSettings(settings, folder)] as const,
  );
  const {artifacts, record, notify} = input;
  return {
    path: filePath,
    functions: new Map(functions),
    ...(artifacts && {artifacts: {bucket: artifacts.bucket, prefix: artifacts.prefix ?? ''}}),
    rollout: toRolloutSettings(input.rollout ?? {}),
    ...(record && {record}),
    ...(notify && {notify: toNotify(notify)}),
  };
}

function toFunctionSettings(input: FunctionInput, folder: string): FunctionSettings {
  const {
    source,
    layer,
    architecture,
    allowSecrets,
    keepLinks,
    replaceEnvironment,
    tags,
    reservedConcurrency,
    asyncInvoke,
    ...configuration
  } = input;
  return {
    source: path.resolve(folder, source),
    ...stated({architecture, allowSecrets, keepLinks, replaceEnvironment, tags, reservedConcurrency}),
    ...(layer !== undefined && {layer: toLayerSetting(layer, folder)}),
    ...(asyncInvoke && {asyncInvoke: toAsyncInvoke(asyncInvoke)}),
    configuration: toConfiguration(configuration),
  };
}

function toLayerSetting(input: LayerInput, folder: string): LayerSetting {
  if (input === 'dependencies') return {};
  const {packages, ...rest} = input;
  return stated({...rest, packages: packages === undefined ? undefined : path.resolve(folder, packages)});
}

function toNotify({eventBus, webhook}: NonNullable<ReleaseInput['notify']>): NonNullable<ReleaseFile['notify']> {
  return stated({eventBus, webhookVariable: WEBHOOK_VARIABLE.exec(webhook ?? '')?.[1]});
}

function toRolloutSettings(input: NonNullable<ReleaseInput['rollout']>): RolloutSettings {
  const {analysis = {}, watch, smoke, hooks, lease, ...sameName} = input;
  return {
    ...stated({...sameName, watchMs: watch}),
    ...(smoke && {smoke: smoke.map(({event, expect}) => ({event, expect: stated(expect)}))}),
    ...(hooks && {hooks: stated(hooks)}),
    ...(lease && {lease: stated({role: lease.role, lengthMs: lease.length, required: lease.required})}),
    analysis: toAnalysisOverrides(analysis),
  };
}
