import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {UsageError} from '../../errors.js';
import {installLine} from '../../model/layer/install-line.js';
import {shellQuoted} from '../../model/shell-quoted.js';
import {someNames} from '../../model/text/some-names.js';
import type {PythonTool} from '../layer/python/lock/python-lock.js';
import {PYTHON_LOCKS, readPythonLock} from '../layer/python/lock/read-lock.js';
import {readRequirements} from '../layer/python/project.js';
import {normalizeName} from '../layer/python/requirement.js';
import type {SourceFile} from '../source/source-file.js';

interface Where {
  readonly sourceDir: string;
  readonly runtime?: string | undefined;
  readonly takenOut?: ReadonlySet<string> | undefined;
}

const REQUIREMENTS = 'requirements.txt';
const NAMED = 5;
/** Generated modules can be large; what imports is written by hand. */
const MOST_CODE_BYTES = 1_048_576;
/** What the runtimes of Python bring along: boto3 and what it needs (LDG "Runtime-included SDK versions"). */
const INCLUDED = new Set(['boto3', 'botocore', 'jmespath', 'python-dateutil', 's3transfer', 'six', 'urllib3']);

/**
 * The warning for what requirements.txt or a lockfile asks for, the code imports and the package has not. Most distributions are imported by their
 * name; where none at all is installed, one of those is enough to name all.
 */
export function absentPythonWarning(
  files: readonly SourceFile[],
  {sourceDir, runtime, takenOut}: Where,
): readonly {readonly code: string; readonly message: string}[] {
  const isOther = runtime !== undefined && !runtime.startsWith('python');
  const asking = isOther || (takenOut?.size ?? 0) > 0 ? undefined : askingFile(sourceDir);
  if (asking === undefined) return [];
  const installed = new Set(files.flatMap(({zipPath}) => distributionOf(zipPath) ?? []));
  const modules = new Set(files.map(({zipPath}) => zipPath.replace(/[/.].*$/, '').toLowerCase()));
  const absent = required(sourceDir, asking).filter(
    (name) => !INCLUDED.has(name) && !installed.has(name) && !modulesOf(name).some((module) => modules.has(module)),
  );
  const imported = absent.length === 0 ? new Set<string>() : importedBy(files);
  const asked = absent.filter((name) => modulesOf(name).some((module) => imported.has(module)));
  if (asked.length === 0) return [];
  const told = installed.size === 0 ? absent : asked;
  const names = someNames(told, NAMED);
  const message = `The code asks for ${names} by ${asking.name}, and the package has no such module: install what it asks for into ${sourceDir} ${howToInstall(sourceDir, asking, runtime)}, or put it into a layer (--layer dependencies).`;
  return [{code: 'DEPENDENCIES_NOT_PACKAGED', message}];
}

/** The file of a folder that says what its code needs. */
interface AskingFile {
  readonly name: string;
  /** Absent for requirements.txt. */
  readonly tool?: PythonTool;
}

function askingFile(sourceDir: string): AskingFile | undefined {
  const isThere = ({name}: AskingFile) => existsSync(path.join(sourceDir, name));
  const locks = Object.entries(PYTHON_LOCKS).map(([tool, name]) => ({name, tool: tool as PythonTool}));
  return [{name: REQUIREMENTS}, ...locks].find(isThere);
}

/** Names that have to be there whatever the machine; none of a file that cannot be read, which is for the one who installs from it. */
function required(sourceDir: string, {name: file, tool}: AskingFile): readonly string[] {
  try {
    const asked =
      tool === undefined
        ? readRequirements(path.join(sourceDir, file))
        : (readPythonLock(tool, sourceDir, [sourceDir])?.requires ?? []);
    return asked.flatMap(({name, marker}) => (marker === undefined ? [name] : []));
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}

function howToInstall(sourceDir: string, {name, tool}: AskingFile, runtime: string | undefined): string {
  if (tool === undefined)
    return `(pip install -r ${shellQuoted(path.join(sourceDir, name))} -t ${shellQuoted(sourceDir)})`;
  // Brackets of a shell, which keep both sides of the pipe in the folder.
  return `(cd ${shellQuoted(sourceDir)} && ${installLine(tool, {runtime}, '.')})`;
}

/** `requests` of requests-2.32.3.dist-info/METADATA. */
function distributionOf(zipPath: string): string | undefined {
  const name = /(?:^|\/)([^/]+?)-[^-/]+\.(?:dist|egg)-info\//.exec(zipPath)?.[1];
  return name === undefined ? undefined : normalizeName(name);
}

/** What a distribution may be imported as: python-dateutil is dateutil, PyYAML is yaml, psycopg2-binary is psycopg2. */
function modulesOf(name: string): readonly string[] {
  const short = name.replace(/^py(?:thon)?-?/, '').replace(/-(?:binary|python)$/, '');
  return [name, short, name.replace(/-(?:binary|python)$/, '')].map((each) => each.replaceAll('-', '_'));
}

/** The modules, without what is below them, that the code outside of installed distributions imports. */
function importedBy(files: readonly SourceFile[]): ReadonlySet<string> {
  const code = files.filter(
    ({zipPath, bytes, link}) => zipPath.endsWith('.py') && bytes <= MOST_CODE_BYTES && link === undefined,
  );
  const lists = code.flatMap(({absolutePath}) =>
    [...textOf(absolutePath).matchAll(/^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import|import[ \t]+([\w., \t]+))/gm)].map(
      ([, from, list]) => from ?? list ?? '',
    ),
  );
  return new Set(
    lists.flatMap((list) => list.split(',').map((each) => (each.trim().split(/[.\s]/, 1)[0] ?? '').toLowerCase())),
  );
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Packing it comes next, and says what is wrong with it.
    return '';
  }
}
