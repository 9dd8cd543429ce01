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

/** Exit 2: packages that need one another in several versions, so that copies of them never end. */
export function tooDeep(at: string): UsageError {
  const name = at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length);
  return new UsageError(
    `${name} and what it needs ask for one another in several versions: without links that has no end.`,
    {
      code: 'LAYER_TREE_ENDLESS',
      suggestions: [
        'Ask for one version of them (overrides in pnpm, resolutions in yarn), or leave out --layer and "layer".',
      ],
      details: {at},
    },
  );
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
