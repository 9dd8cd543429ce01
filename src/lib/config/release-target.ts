import {UsageError} from '../errors.js';
import {type FunctionRef, parseAliasRef} from '../model/function/ref.js';
import type {LayerSetting} from '../model/layer/setting.js';
import type {ConfigurationChange} from '../ports/lambda/functions.js';
import {closestName} from './closest-name.js';
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
  const source = bundle?.path ?? overrides.source ?? settings?.source;
  if (source === undefined) throw unknownFunction(functionName, file);
  // Somebody else has made what is named instead.
  const build = bundle || overrides.source !== undefined ? undefined : settings?.build;
  const architecture = overrides.architecture ?? settings?.architecture;
  const layer = overrides.layer ?? settings?.layer;
  const {build: _, ...rest} = settings ?? {};
  return {
    ...rest,
    functionName,
    source,
    ...(build && {build}),
    configuration: mergeConfiguration(settings?.configuration, overrides.configuration),
    ...(architecture !== undefined && {architecture}),
    ...(layer !== undefined && {layer}),
    ...(qualifier !== undefined && {alias: parseAliasRef(`${functionName}:${qualifier}`).alias}),
  };
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
        'Name the folder: --source dist',
        `Or write it into release.yml: functions: {${functionName}: {source: dist}}`,
      ],
    },
  );
}

function hasOverrides({source, architecture, layer, configuration}: FunctionOverrides): boolean {
  const aside = [source, architecture, layer].some((value) => value !== undefined);
  return aside || Object.keys(configuration).length > 0;
}
