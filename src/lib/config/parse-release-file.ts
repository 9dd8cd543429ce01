import path from 'node:path';
import {UsageError} from '../errors.js';
import {readYaml} from './read-yaml.js';
import type {FunctionSettings, ReleaseFile, RolloutSettings} from './release-file.js';
import {describeIssue, type ReleaseProblem, toProblems} from './release-problem.js';
import {type ReleaseInput, releaseSchema} from './release-schema.js';

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
  const {artifacts} = input;
  return {
    path: filePath,
    functions: new Map(functions),
    ...(artifacts && {artifacts: {bucket: artifacts.bucket, prefix: artifacts.prefix ?? ''}}),
    rollout: toRolloutSettings(input.rollout ?? {}),
  };
}

function toFunctionSettings(input: FunctionInput, folder: string): FunctionSettings {
  const {source, architecture, memory, timeout, ephemeralStorage, tracing, ...sameName} = input;
  return {
    source: path.resolve(folder, source),
    ...stated({architecture}),
    configuration: stated({
      ...sameName,
      memoryMb: memory,
      timeoutSeconds: timeout === undefined ? undefined : timeout / 1000,
      ephemeralStorageMb: ephemeralStorage,
      tracingMode: tracing,
    }),
  };
}

function toRolloutSettings(input: NonNullable<ReleaseInput['rollout']>): RolloutSettings {
  const {analysis = {}, watch, ...sameName} = input;
  const {settle, tolerate, ...sameAnalysis} = analysis;
  return {
    ...stated({...sameName, watchMs: watch}),
    analysis: stated({...sameAnalysis, settleMs: settle, tolerate: tolerate && stated(tolerate)}),
  };
}

type Stated<T> = {[K in keyof T]: Exclude<T[K], undefined>};

/** Only what was said: absent means "not touched", which `undefined` under a key would blur. */
function stated<T extends object>(settings: T): Partial<Stated<T>> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Partial<Stated<T>>;
}
