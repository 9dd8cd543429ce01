import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {UsageError} from '../../../errors.js';
import {decodedText} from '../../../model/decoded-text.js';
import {installLine} from '../../../model/layer/install-line.js';
import {shellQuoted} from '../../../model/shell-quoted.js';
import {unreadable} from '../../source/source-error.js';
import type {LockedRequirement, PythonLock, PythonTool} from './lock/python-lock.js';
import {PYTHON_LOCKS, readPythonLock} from './lock/read-lock.js';
import {type PythonRequirement, parseRequirements} from './requirement.js';

/** A project that pip, or a tool with a lockfile, has installed. */
export interface PythonProject {
  /** Absolute path of the project's own folder. */
  readonly folder: string;
  /** Absolute path of the file that says what is asked for. */
  readonly file: string;
  readonly requirements: readonly LockedRequirement[];
  /** Absent where a requirements.txt says it. */
  readonly lock?: PythonLock;
  /** Absolute path of the folder the distributions are in. */
  readonly packagesDir: string;
}

interface Sought {
  readonly packagesDir?: string | undefined;
  readonly runtime?: string | undefined;
  readonly architecture?: string | undefined;
}

const REQUIREMENTS = 'requirements.txt';
/** Where people and pip's `--target` put what is packaged; a virtual environment's folder carries the Python version. */
const PLAIN_FOLDERS = ['python', 'site-packages', 'package'] as const;
const ENVIRONMENTS = ['python', '.venv', 'venv'] as const;

/**
 * The Python project a folder belongs to: that of the nearest requirements.txt, or lockfile of uv, poetry or pipenv, upwards; in one folder the
 * requirements count. Its packages are in the folder that is given, or in the first of python/, site-packages/, package/ and python/, .venv/,
 * venv/ with lib/python3.x/site-packages, beside that file or in the folder itself, or in the folder itself. `undefined` without any; throws
 * UsageError when no packages are found, and for a file that cannot be read.
 */
export function findPythonProject(sourceDir: string, sought: Sought): PythonProject | undefined {
  const folders: string[] = [];
  for (let folder = sourceDir; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'pyproject.toml'))) folders.push(folder);
    const requirements = path.join(folder, REQUIREMENTS);
    if (existsSync(requirements)) {
      const asked = {folder, file: requirements, requirements: readRequirements(requirements)};
      return {...asked, packagesDir: installedIn([folder, sourceDir], asked, sought)};
    }
    const tools = Object.keys(PYTHON_LOCKS) as readonly PythonTool[];
    const tool = tools.find((each) => existsSync(path.join(folder, PYTHON_LOCKS[each])));
    if (tool !== undefined) {
      const lock = readPythonLock(tool, folder, folders);
      if (lock === undefined) return undefined;
      const asked = {folder: lock.folder, file: lock.file, requirements: lock.requires, lock};
      return {...asked, packagesDir: installedIn([...folders, folder, sourceDir], asked, sought)};
    }
    if (path.dirname(folder) === folder) return undefined;
  }
}

/**
 * What installs what is asked for, from wherever it is pasted: with a lockfile for the function's platform, and else as pip does for the
 * machine it runs on.
 */
export function lineOf(
  {folder, lock}: Pick<PythonProject, 'folder' | 'lock'>,
  platform: Parameters<typeof installLine>[1],
): string {
  const line = lock === undefined ? 'pip install -r requirements.txt -t python' : installLine(lock.tool, platform);
  return folder === process.cwd() ? line : `(cd ${shellQuoted(folder)} && ${line})`;
}

function installedIn(
  bases: readonly string[],
  project: Pick<PythonProject, 'folder' | 'file' | 'lock'>,
  {packagesDir, runtime, architecture}: Sought,
): string {
  const places = packagesDir === undefined ? candidates([...new Set(bases)], runtime) : [packagesDir];
  const found = places.find(holdsDistributions);
  if (found === undefined) throw notInstalled(project.file, packagesDir, lineOf(project, {architecture, runtime}));
  return found;
}

function candidates(bases: readonly string[], runtime: string | undefined): string[] {
  const plain = bases.flatMap((base) => PLAIN_FOLDERS.map((name) => path.join(base, name)));
  const environments = bases.flatMap((base) =>
    ENVIRONMENTS.flatMap((name) => {
      const lib = path.join(base, name, 'lib');
      const versions = readNames(lib).filter((entry) => /^python3\.\d+$/.test(entry));
      // The function's own Python first: compiled packages fit only that.
      versions.sort((a, b) => Number(b === runtime) - Number(a === runtime) || (a < b ? 1 : -1));
      return versions.map((version) => path.join(lib, version, 'site-packages'));
    }),
  );
  return [...plain, ...environments, ...bases];
}

function holdsDistributions(folder: string): boolean {
  return readNames(folder).some((name) => name.endsWith('.dist-info'));
}

function readNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw unreadable(folder, error);
  }
}

/** What a requirements.txt asks for, with the files it takes in. Throws UsageError, see pip's -r and what has no name. */
export function readRequirements(file: string, visited = new Set<string>(), askedBy?: string): PythonRequirement[] {
  if (visited.has(file)) return [];
  visited.add(file);
  const {requirements, includes, nameless} = parseRequirements(readRequirementsText(file, askedBy));
  if (nameless.length > 0) {
    throw new UsageError(`${file} asks for what has no name: ${nameless.join('; ')}.`, {
      code: 'REQUIREMENT_WITHOUT_NAME',
      suggestions: [
        'Write it as "name @ address", or end the address with #egg=name, so that it can be found among what is installed.',
      ],
      details: {file, lines: nameless},
    });
  }
  return [
    ...requirements,
    ...includes.flatMap((name) => readRequirements(path.resolve(path.dirname(file), name), visited, file)),
  ];
}

function readRequirementsText(file: string, askedBy: string | undefined): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if (askedBy === undefined || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(file, error);
    throw new UsageError(`${askedBy} takes in ${file}, and there is no such file.`, {
      code: 'REQUIREMENTS_MISSING',
      suggestions: ['Mend the line that begins with -r: its path counts from the folder of the file it is in.'],
      details: {file, askedBy},
    });
  }
  return decodedText(bytes);
}

function notInstalled(file: string, packagesDir: string | undefined, line: string): UsageError {
  const where = packagesDir === undefined ? `beside ${file}` : `in ${packagesDir}`;
  return new UsageError(`The packages of ${file} are not installed ${where}.`, {
    code: 'DEPENDENCIES_MISSING',
    suggestions: [`Install them: ${line}`, 'Or name the folder they are in: layer: {name: NAME, packages: FOLDER}'],
    details: {requirements: file},
  });
}
