import {UsageError} from '../errors.js';
import {type FunctionRef, parseAliasRef} from '../model/function/ref.js';
import type {LayerSetting} from '../model/layer/setting.js';
import type {ConfigurationChange} from '../ports/lambda/functions.js';
import {closestName} from './closest-name.js';
import {codeProblems} from './code-of.js';
import {keysOf, nameOnAws} from './function-names.js';
import type {FunctionSettings, ReleaseFile} from './release-file.js';

/** One function to release, with everything that flags and file say of it. */
export interface ReleaseTarget extends FunctionSettings {
  readonly functionName: string;
  /** The alias that was named with the function, as in `checkout:live`. */
  readonly alias?: string;
}

/** What flags say of a function; they go before the release file. */
export interface FunctionOverrides {
  readonly source?: string | undefined;
  /** URI of a container image, in place of a source. */
  readonly image?: string | undefined;
  readonly architecture?: string | undefined;
  readonly layer?: LayerSetting | undefined;
  readonly configuration: ConfigurationChange;
}

/** Packages that are made already, by how the release file calls the functions: the source of each is the bundle itself. */
export interface BundledFunctions {
  readonly path: string;
  readonly packages: ReadonlyMap<string, unknown>;
}

/**
 * The functions a command is about: the named ones, or all of the bundle or the release file in its order. Flags go
 * before the file, and speak of one function only. Throws UsageError when a function is in none, or has no source.
 */
export function releaseTargets(
  named: readonly FunctionRef[],
  overrides: FunctionOverrides,
  file: ReleaseFile | undefined,
  bundle?: BundledFunctions,
): readonly ReleaseTarget[] {
  if (overrides.image !== undefined && (bundle || overrides.source !== undefined)) {
    const other = bundle ? '--bundle' : '--source';
    throw new UsageError(`--image and ${other} both say where the code is.`, {
      code: 'SOURCE_AMBIGUOUS',
      suggestions: [`Leave out --image or ${other}.`],
    });
  }
  if (bundle && overrides.source !== undefined) {
    throw new UsageError('--source and --bundle both say where the code is.', {
      code: 'SOURCE_AMBIGUOUS',
      suggestions: ['Leave out --source: the bundle is released as it was made.'],
    });
  }
  const all = [...(bundle?.packages.keys() ?? file?.functions.keys() ?? [])].map((functionName) => ({functionName}));
  const refs = named.length > 0 ? named : all;
  const [first, second] = refs;
  if (first === undefined) {
    throw new UsageError(file === undefined ? 'No function is named.' : `${file.path} has no functions.`, {
      code: 'FUNCTION_MISSING',
      suggestions: [
        'Name one and its folder: lambda-release deploy checkout:live --source dist',
        'Or list functions in release.yml.',
      ],
    });
  }
  if (second !== undefined && hasOverrides(overrides)) {
    throw new UsageError('Flags that describe a function need exactly one function.', {
      code: 'FUNCTION_AMBIGUOUS',
      suggestions: [`Name one of them: ${refs.map((ref) => ref.functionName).join(', ')}.`],
    });
  }
  return refs.map((ref) => toTarget(ref, overrides, {file, bundle}));
}

function toTarget(
  ref: FunctionRef,
  overrides: FunctionOverrides,
  {file, bundle}: {readonly file: ReleaseFile | undefined; readonly bundle: BundledFunctions | undefined},
): ReleaseTarget {
  const {qualifier} = ref;
  const functionName = nameOnAws(ref.functionName, file?.functions);
  const settings = file?.functions.get(functionName);
  if (bundle && !bundle.packages.has(settings?.key ?? functionName)) throw notBundled(functionName, bundle);
  const code = codeOf(overrides, settings, bundle);
  if (code === undefined) throw unknownFunction(functionName, file);
  // Somebody else has made what is named instead.
  const isNamed = bundle !== undefined || overrides.source !== undefined || overrides.image !== undefined;
  const build = isNamed ? undefined : settings?.build;
  const architecture = overrides.architecture ?? settings?.architecture;
  const layer = overrides.layer ?? settings?.layer;
  const {build: _build, source: _source, image: _image, ...rest} = settings ?? {};
  const target = {
    ...rest,
    functionName,
    ...code,
    ...(build && {build}),
    configuration: mergeConfiguration(settings?.configuration, overrides.configuration),
    ...(architecture !== undefined && {architecture}),
    ...(layer !== undefined && {layer}),
    ...(qualifier !== undefined && {alias: parseAliasRef(`${functionName}:${qualifier}`).alias}),
  };
  assertCodeFits(target);
  return target;
}

/** Where the code of a function comes from: flags go before the file, and either word of theirs in place of the other one of the file. */
function codeOf(
  {source, image}: FunctionOverrides,
  settings: FunctionSettings | undefined,
  bundle: BundledFunctions | undefined,
): Pick<FunctionSettings, 'source' | 'image'> | undefined {
  if (bundle) return {source: bundle.path};
  if (source !== undefined) return {source};
  if (image !== undefined) return {image};
  if (settings?.source !== undefined) return {source: settings.source};
  return settings?.image === undefined ? undefined : {image: settings.image};
}

/** The file has been judged by itself; flags may still contradict it. */
function assertCodeFits({configuration, ...target}: ReleaseTarget): void {
  const problems = codeProblems({...configuration, ...target});
  if (problems.length === 0) return;
  throw new UsageError(
    problems.map(({setting, message}) => `${setting} of ${target.functionName}: ${message}`).join('\n'),
    {
      code: 'CODE_SETTINGS',
      suggestions: [
        'Leave out what does not go with it, the flag or the line of the release file; an environment takes a line away with null.',
      ],
      details: {functionName: target.functionName, settings: problems.map(({setting}) => setting)},
    },
  );
}

/** A flag sets one variable and leaves those of the file. */
function mergeConfiguration(file: ConfigurationChange = {}, flags: ConfigurationChange): ConfigurationChange {
  const merged = {...file, ...flags};
  if (!file.environment || !flags.environment) return merged;
  return {...merged, environment: {...file.environment, ...flags.environment}};
}

function notBundled(functionName: string, {path, packages}: BundledFunctions): UsageError {
  return new UsageError(`${functionName} is not in the bundle ${path}.`, {
    code: 'FUNCTION_NOT_BUNDLED',
    suggestions: [`It holds ${[...packages.keys()].join(', ') || 'no function'}.`],
  });
}

function unknownFunction(functionName: string, file: ReleaseFile | undefined): UsageError {
  const meant = file && closestName(functionName, keysOf(file.functions));
  return new UsageError(
    file === undefined
      ? `The folder with the code of ${functionName} is not named.`
      : `${functionName} is not in ${file.path}, and no --source is given.`,
    {
      code: 'SOURCE_MISSING',
      suggestions: [
        ...(meant === undefined ? [] : [`Did you mean ${meant}?`]),
        'Name the folder: --source dist, or a container image: --image URI',
        `Or write it into release.yml: functions: {${functionName}: {source: dist}}`,
      ],
    },
  );
}

function hasOverrides({source, image, architecture, layer, configuration}: FunctionOverrides): boolean {
  const aside = [source, image, architecture, layer].some((value) => value !== undefined);
  return aside || Object.keys(configuration).length > 0;
}
