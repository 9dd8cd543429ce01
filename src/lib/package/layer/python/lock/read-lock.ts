import {existsSync} from 'node:fs';
import path from 'node:path';
import {pathInSource} from '../../../source/resolve-link.js';
import {noProject} from '../../layer-error.js';
import {readProjectText} from '../../lock/manifest.js';
import {parsePipfile, parsePipfileLock} from './pipenv.js';
import {parsePoetryLock} from './poetry.js';
import {pyprojectRequirements} from './pyproject.js';
import type {PythonLock} from './python-lock.js';
import {parseUvLock} from './uv.js';

/** The lockfiles that are read, in the order in which they count where several lie in one folder. */
export const PYTHON_LOCKS = {uv: 'uv.lock', poetry: 'poetry.lock', pipenv: 'Pipfile.lock'} as const;

const PYPROJECT = 'pyproject.toml';

/**
 * The lockfile of a folder for one project: that of the nearest of the folders given, innermost first, which the lockfile knows. `undefined` when it
 * knows none of them. Throws UsageError for what cannot be read.
 */
export function readPythonLock(
  tool: PythonLock['tool'],
  root: string,
  folders: readonly string[],
): PythonLock | undefined {
  const file = path.join(root, PYTHON_LOCKS[tool]);
  if (tool === 'uv') return uvLock(file, root, folders);
  return tool === 'poetry' ? poetryLock(file, root) : pipenvLock(file, root);
}

function uvLock(file: string, root: string, folders: readonly string[]): PythonLock | undefined {
  const graph = parseUvLock(readProjectText(file), file);
  for (const folder of folders) {
    const requires = graph.projectRequires(pathInSource(root, folder));
    if (requires === undefined) continue;
    const project = path.join(folder, PYPROJECT);
    // What is overridden has a version that nobody has asked for.
    const asked = pyprojectRequirements(readProjectText(project), project)?.map(({versions, ...each}) =>
      versions === undefined || graph.overridden.has(each.name) ? each : {...each, versions},
    );
    const {packages, pythons} = graph;
    return {tool: 'uv', file, folder, requires, packages, ...(pythons && {pythons}), ...(asked && {asked})};
  }
  return undefined;
}

function poetryLock(file: string, root: string): PythonLock {
  const project = path.join(root, PYPROJECT);
  const asked = existsSync(project) ? pyprojectRequirements(readProjectText(project), project) : undefined;
  if (asked === undefined) {
    throw noProject(root, [
      `poetry.lock does not say what is for production: the pyproject.toml that it was made from must be beside it.`,
    ]);
  }
  return {tool: 'poetry', file, folder: root, requires: asked, asked, ...parsePoetryLock(readProjectText(file), file)};
}

function pipenvLock(file: string, root: string): PythonLock {
  const project = path.join(root, 'Pipfile');
  const asked = existsSync(project) ? parsePipfile(readProjectText(project)) : undefined;
  return {tool: 'pipenv', file, folder: root, ...parsePipfileLock(readProjectText(file), file), ...(asked && {asked})};
}
