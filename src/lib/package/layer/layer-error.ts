import {UsageError} from '../../errors.js';

/** Exit 2: the folder has nothing a layer can be made of. */
export function noProject(sourceDir: string, wayOut: readonly string[]): UsageError {
  return new UsageError(`There is nothing to make a layer of for ${sourceDir}.`, {
    code: 'LAYER_PROJECT_NOT_FOUND',
    suggestions: wayOut,
    details: {source: sourceDir},
  });
}

/** Exit 2: `include` names packages that the project does not depend on. */
export function notADependency(names: readonly string[], project: string): UsageError {
  return new UsageError(`${project} has no production dependency of this name: ${names.join(', ')}.`, {
    code: 'LAYER_INCLUDE_UNKNOWN',
    suggestions: ['Name production dependencies of the project itself; what they need comes along.'],
    details: {names},
  });
}

/** Exit 2: what is installed is not what the lockfile or the requirements say. Names every package. */
export function outOfDate(problems: readonly string[], where: string, wayOut: string): UsageError {
  return new UsageError(`${where} is not what is asked for:\n${problems.map((problem) => `  ${problem}`).join('\n')}`, {
    code: 'DEPENDENCIES_OUT_OF_DATE',
    suggestions: [wayOut],
    details: {problems},
  });
}

/** Exit 2: a distribution is there twice, and which of the two its files belong to cannot be told. */
export function installedTwice(name: string, folders: readonly string[]): UsageError {
  return new UsageError(`${name} is installed twice: ${folders.join(' and ')}.`, {
    code: 'DEPENDENCIES_INSTALLED_TWICE',
    suggestions: ['pip leaves the old one behind when it upgrades with --target: remove the folder and install again.'],
    details: {name, folders},
  });
}

/** Exit 2: the project needs nothing at run time. */
export function nothingNeeded(project: string): UsageError {
  return new UsageError(`${project} has no production dependencies: there is nothing for a layer.`, {
    code: 'LAYER_EMPTY',
    suggestions: [
      'Remove "layer" of this function in the release file.',
      'Or leave out --layer.',
      'devDependencies are never taken into a layer.',
    ],
    details: {project},
  });
}
