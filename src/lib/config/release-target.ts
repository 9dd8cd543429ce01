import {UsageError} from '../errors.js';
import type {FunctionRef} from '../model/function-ref.js';
import type {ConfigurationChange} from '../ports/functions.js';
import {closestName} from './closest-name.js';
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
  readonly configuration: ConfigurationChange;
}

/**
 * The functions a command is about: the named ones, or all of the release file in its order. Flags go before the file,
 * and speak of one function only. Throws UsageError when a function is in neither, or has no source.
 */
export function releaseTargets(
  named: readonly FunctionRef[],
  overrides: FunctionOverrides,
  file: ReleaseFile | undefined,
): readonly ReleaseTarget[] {
  const refs = named.length > 0 ? named : [...(file?.functions.keys() ?? [])].map((functionName) => ({functionName}));
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
  return refs.map((ref) => toTarget(ref, overrides, file));
}

function toTarget(ref: FunctionRef, overrides: FunctionOverrides, file: ReleaseFile | undefined): ReleaseTarget {
  const {functionName, qualifier} = ref;
  const settings = file?.functions.get(functionName);
  const source = overrides.source ?? settings?.source;
  if (source === undefined) throw unknownFunction(functionName, file);
  const architecture = overrides.architecture ?? settings?.architecture;
  return {
    functionName,
    source,
    configuration: {...settings?.configuration, ...overrides.configuration},
    ...(architecture !== undefined && {architecture}),
    ...(qualifier !== undefined && {alias: qualifier}),
  };
}

function unknownFunction(functionName: string, file: ReleaseFile | undefined): UsageError {
  const meant = file && closestName(functionName, [...file.functions.keys()]);
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

function hasOverrides({source, architecture, configuration}: FunctionOverrides): boolean {
  return source !== undefined || architecture !== undefined || Object.keys(configuration).length > 0;
}
