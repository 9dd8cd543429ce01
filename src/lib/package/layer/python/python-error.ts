import path from 'node:path';
import {UsageError} from '../../../errors.js';
import type {UndecidedMarker} from './closure.js';
import type {PythonLock} from './lock/python-lock.js';
import type {PythonPlatform} from './marker/judge-marker.js';

const LOCKING = {uv: 'uv lock', poetry: 'poetry lock', pipenv: 'pipenv lock'} as const;

/** Exit 2: the project has changed since its lockfile was made. Names every entry. */
export function lockOutOfDate({tool, file}: PythonLock, stale: readonly string[]): UsageError {
  return new UsageError(`${file} is not what the project asks for:\n${stale.map((each) => `  ${each}`).join('\n')}`, {
    code: 'LOCKFILE_OUT_OF_DATE',
    suggestions: [`Bring it up to date, and install again: ${LOCKING[tool]} (in ${path.dirname(file)})`],
    details: {file, problems: stale},
  });
}

const SAY_PYTHON =
  'Say which Python the function has: --runtime python3.13, or runtime: python3.13 in the release file.';
const SAY_MACHINE =
  'Say what the function runs on: --architecture arm64 or x86_64, or architecture: arm64 in the release file.';

/** Exit 2: the lockfile was made for other Pythons than the function's. */
export function lockOfOtherPython({tool, file, pythons = ''}: PythonLock, python: string): UsageError {
  const versions = pythons.replace(/python_(?:full_)?version |[()']/g, '');
  return new UsageError(`${file} is for Python ${versions}, and the function has ${python}.`, {
    code: 'LOCKFILE_OTHER_PYTHON',
    suggestions: [
      'Give the function another runtime: --runtime, or runtime in the release file.',
      `Or let the project say that it is for that Python, and lock it again: ${LOCKING[tool]} (in ${path.dirname(file)})`,
    ],
    details: {file, pythons, python},
  });
}

/** Exit 2: whether something is needed depends on what is not known of the function. Names each condition. */
export function undecidedMarkers(
  file: string,
  undecided: readonly UndecidedMarker[],
  {python, architecture}: PythonPlatform,
): UsageError {
  const rows = undecided.map(({name, marker, unknown}) => `  ${name}: ${marker} (not known: ${unknown.join(', ')})`);
  const asks = (variable: RegExp) => undecided.some(({unknown}) => unknown.some((each) => variable.test(each)));
  const saying = [
    ...(python === undefined && asks(/^(?:python|implementation)_/) ? [SAY_PYTHON] : []),
    ...(architecture === undefined && asks(/machine$/) ? [SAY_MACHINE] : []),
  ];
  const names = [...new Set(undecided.map(({name}) => name))].sort();
  return new UsageError(`${file} asks for packages under conditions that cannot be decided:\n${rows.join('\n')}`, {
    code: 'MARKER_UNDECIDED',
    suggestions: saying.length > 0 ? saying : [`Leave them out: layer: {name: NAME, exclude: [${names.join(', ')}]}`],
    details: {file, undecided},
  });
}

/** Exit 2: what is installed leads to a folder of this machine, which is not there in Lambda. */
export function installedAsLinks(names: readonly string[], packagesDir: string, line: string): UsageError {
  return new UsageError(`In ${packagesDir}, installed as links to where they are written: ${names.join(', ')}.`, {
    code: 'DEPENDENCIES_LINKED',
    suggestions: [`Install the files themselves, without -e: ${line}`],
    details: {packagesDir, names},
  });
}
