import {parse} from 'smol-toml';
import {UsageError} from '../../../../errors.js';
import {type PythonRequirement, parseRequirement} from '../requirement.js';
import {type PoetryRequirements, poetryRequirements} from './poetry.js';

/** What is read of a pyproject.toml. */
interface Pyproject {
  readonly project?: {readonly dependencies?: readonly string[]; readonly dynamic?: readonly string[]};
  readonly tool?: {readonly poetry?: {readonly dependencies?: PoetryRequirements}};
}

/**
 * What a pyproject.toml asks for at run time: by the standard's own table, or else by poetry's. `undefined` when it does not say, because it
 * has neither or leaves it to its build. Throws UsageError for what is no TOML.
 */
export function pyprojectRequirements(text: string, file: string): readonly PythonRequirement[] | undefined {
  const {project, tool} = pyprojectOf(text, file);
  const isDynamic = project?.dynamic?.includes('dependencies') ?? false;
  if (project?.dependencies !== undefined && !isDynamic) {
    return project.dependencies.flatMap((asked) => parseRequirement(asked) ?? []);
  }
  const table = tool?.poetry?.dependencies;
  if (table !== undefined) return poetryRequirements(table);
  // The standard's table is optional for a project that needs nothing.
  return project === undefined || isDynamic ? undefined : [];
}

function pyprojectOf(text: string, file: string): Pyproject {
  try {
    return parse(text) as Pyproject;
  } catch (cause) {
    throw new UsageError(`${file} is not TOML.`, {
      code: 'PYPROJECT_INVALID',
      suggestions: ['Mend the line that the cause names.'],
      details: {file, cause: (cause as Error).message},
      cause,
    });
  }
}
