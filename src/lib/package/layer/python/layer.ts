import {lstatSync, readdirSync, readFileSync, type Stats, statSync} from 'node:fs';
import path from 'node:path';
import {UsageError} from '../../../errors.js';
import {IgnoreRules} from '../../source/ignore-rules.js';
import {brokenLink, unreadable} from '../../source/source-error.js';
import type {SourceFile} from '../../source/source-file.js';
import {type CollectedLayer, type LayerSource, sortPackages} from '../collected-layer.js';
import {excludedBy} from '../excluded.js';
import {installedTwice, notADependency, nothingNeeded, outOfDate} from '../layer-error.js';
import {SourceRules} from '../source-rules.js';
import {type PythonDistribution, parseMetadata, pythonClosure} from './closure.js';
import type {PythonLock} from './lock/python-lock.js';
import {staleEntries} from './lock/stale.js';
import {judgeMarker, type PythonPlatform} from './marker/judge-marker.js';
import {lineOf, type PythonProject} from './project.js';
import {installedAsLinks, lockOfOtherPython, lockOutOfDate, undecidedMarkers} from './python-error.js';
import {parseRecord} from './record.js';
import {normalizeName} from './requirement.js';

/** Where Lambda looks for packages of Python in a layer (LDG "Packaging your layer content"). */
const LAYER_FOLDER = 'python';
/** What pip and uv note of one installation: it differs from machine to machine, and nothing reads it at run time. */
const NOTES = /\.dist-info\/(?:RECORD|INSTALLER|REQUESTED|direct_url\.json|uv_[^/]*\.json)$/;
/** The file that a compiled one was made of: without it the compiled one is the code (PEP 3147). */
const COMPILED = /\.py[co]$/;
const CACHED = /(?:^|\/)__pycache__\//;

/**
 * What requirements.txt or a lockfile leads to, of what is installed, as files of a layer. Throws UsageError naming everything that is missing or
 * of another version than asked for, for a lockfile that is not up to date, for conditions that cannot be decided, for what is installed twice or as
 * a link to its source, and for names in `include` that the project does not ask for.
 */
export function collectPythonLayer(project: PythonProject, source: LayerSource): CollectedLayer {
  const {packagesDir, file, lock} = project;
  const requirements = chosen(project, source.include);
  const installed = readDistributions(packagesDir);
  const isExcluded = excludedBy(source.exclude?.map(normalizeName));
  const platform = platformOf(packagesDir, source);
  if (lock !== undefined) requireCurrent(lock, platform);
  const closure = pythonClosure(requirements, installed, {isExcluded, platform, lock});
  if (closure.undecided.length > 0) throw undecidedMarkers(file, closure.undecided, platform);
  const line = lineOf(project, source);
  if (closure.problems.length > 0) {
    throw outOfDate(closure.problems, packagesDir, `Install what is asked for: ${line}`);
  }
  const {distributions} = closure;
  const excluded = installed.filter(({name}) => isExcluded(normalizeName(name)));
  if (distributions.length === 0) throw nothingNeeded(file);
  const linked = distributions.filter(({infoFolder}) => isEditable(path.join(packagesDir, infoFolder)));
  if (linked.length > 0)
    throw installedAsLinks(
      linked.map(({name}) => name),
      packagesDir,
      line,
    );
  const recorded = distributions.flatMap((distribution) => requireRecord(packagesDir, distribution));
  // Then what is not in the layer stays in the package: chosen packages leave others, and a source folder has its own bin/.
  const isShared = source.include !== undefined || packagesDir === source.sourceDir;
  const rules = new IgnoreRules(packagesDir);
  const leavesOut = new SourceRules(source.sourceDir).below(LAYER_FOLDER);
  const all = new Set(recorded);
  const isCompiled = (file: string) => COMPILED.test(file) && all.has(file.replace(COMPILED, '.py'));
  const isLeftOut = (file: string) => rules.leavesOut(file, false) || leavesOut(file, false);
  const wanted = [...all].filter((file) => !NOTES.test(file) && !isCompiled(file));
  const files = wanted.flatMap((file) => (isLeftOut(file) ? [] : (toSourceFile(packagesDir, file) ?? [])));
  return {
    files: files.filter(({zipPath, absolutePath}) => !isLauncher(zipPath, absolutePath)),
    leftOut: wanted.filter((file) => isLeftOut(file) && !CACHED.test(file)).map((file) => `${LAYER_FOLDER}/${file}`),
    packages: sortPackages(distributions),
    skipped: [],
    tool: lock?.tool ?? 'pip',
    takenOut: takenOut(packagesDir, isShared ? [...distributions, ...excluded] : installed, isShared),
    warnings: versionWarning(packagesDir, source.runtime),
  };
}

/** Throws UsageError for a lockfile that was made for other Pythons, and from before the project asked for what it asks for now. */
function requireCurrent(lock: PythonLock, platform: PythonPlatform): void {
  const {pythons} = lock;
  const {python} = platform;
  if (python !== undefined && pythons !== undefined && judgeMarker(pythons, platform) === false) {
    throw lockOfOtherPython(lock, python);
  }
  const stale = staleEntries(lock, platform);
  if (stale.length > 0) throw lockOutOfDate(lock, stale);
}

function chosen({requirements, file, lock}: PythonProject, include: readonly string[] | undefined) {
  if (include === undefined) return requirements;
  const names = new Set(include.map(normalizeName));
  // A flat lockfile has what others need among what is asked for.
  const own = lock?.tool === 'pipenv' && lock.asked !== undefined ? lock.asked : requirements;
  const unknown = include.filter((name) => !own.some((each) => each.name === normalizeName(name)));
  if (unknown.length > 0) throw notADependency(unknown, file);
  return requirements.filter(({name}) => names.has(name));
}

function readDistributions(packagesDir: string): PythonDistribution[] {
  const folders = readdirSync(packagesDir).filter((name) => name.endsWith('.dist-info'));
  const byName = new Map<string, PythonDistribution>();
  for (const folder of folders.sort()) {
    const distribution = parseMetadata(readText(path.join(packagesDir, folder, 'METADATA')), folder);
    if (distribution === undefined) continue;
    const name = normalizeName(distribution.name);
    const other = byName.get(name);
    if (other)
      throw installedTwice(
        name,
        [other.infoFolder, folder].map((each) => path.join(packagesDir, each)),
      );
    byName.set(name, distribution);
  }
  return [...byName.values()];
}

/** The files of a distribution as pip wrote them down. Throws UsageError when it did not. */
function requireRecord(packagesDir: string, {infoFolder, name}: PythonDistribution): string[] {
  const file = path.join(packagesDir, infoFolder, 'RECORD');
  const paths = parseRecord(readText(file));
  if (paths.length > 0) return paths;
  throw new UsageError(`${file} does not say which files ${name} has.`, {
    code: 'DEPENDENCIES_UNRECORDED',
    suggestions: [`Install it with pip: pip install --force-reinstall ${name} -t python`],
    details: {file},
  });
}

/** Nothing for what was removed after it was installed, such as tests to save room. */
function toSourceFile(packagesDir: string, relativePath: string): SourceFile | undefined {
  const absolutePath = path.join(packagesDir, relativePath);
  let stats: Stats;
  try {
    if (lstatSync(absolutePath, {throwIfNoEntry: false}) === undefined) return undefined;
    stats = statSync(absolutePath);
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') return undefined;
    throw code === 'ENOENT' ? brokenLink(absolutePath) : unreadable(absolutePath, error);
  }
  return {
    zipPath: `${LAYER_FOLDER}/${relativePath}`,
    absolutePath,
    bytes: stats.size,
    mode: stats.mode & 0o111 ? 0o755 : 0o644,
  };
}

/** A script that pip or uv wrote for a command: it names the Python of the machine and its folder, and nothing in Lambda starts it. */
function isLauncher(zipPath: string, absolutePath: string): boolean {
  if (path.posix.dirname(zipPath) !== `${LAYER_FOLDER}/bin`) return false;
  return /^#!.*python|^#!\/bin\/sh\n'''exec' .*python/.test(readText(absolutePath).slice(0, 1024));
}

/** What is not to be in the deployment package as well; what no distribution names is the function's own, and stays. */
function takenOut(
  packagesDir: string,
  distributions: readonly PythonDistribution[],
  isShared: boolean,
): ReadonlySet<string> {
  const paths = distributions.flatMap(({infoFolder}) => {
    const recorded = parseRecord(readIfThere(path.join(packagesDir, infoFolder, 'RECORD')));
    // What is compiled after installing is in no RECORD.
    return [
      infoFolder,
      ...recorded,
      ...recorded.map((file) => path.posix.join(path.posix.dirname(file), '__pycache__')),
    ];
  });
  return new Set([...paths, ...(isShared ? [] : ['bin'])].map((each) => path.join(packagesDir, each)));
}

/** The runtime's Python; without a runtime the one that the packages were installed for. */
function platformOf(packagesDir: string, {runtime, architecture}: LayerSource): PythonPlatform {
  const python = runtime ?? pythonOfFolder(packagesDir);
  return {python: /^python(3\.\d+)$/.exec(python ?? '')?.[1], architecture};
}

/** `python3.13` of a virtual environment's folder. */
function pythonOfFolder(packagesDir: string): string | undefined {
  return /[\\/](python3\.\d+)[\\/]site-packages$/.exec(packagesDir)?.[1];
}

/** Whether what is installed is a link to where it is written (PEP 610, "direct_url.json"). */
function isEditable(infoFolder: string): boolean {
  return /"editable"\s*:\s*true/.test(readIfThere(path.join(infoFolder, 'direct_url.json')));
}

function versionWarning(packagesDir: string, runtime: string | undefined): CollectedLayer['warnings'] {
  const version = pythonOfFolder(packagesDir);
  if (version === undefined || runtime === undefined || version === runtime) return [];
  const message = `The packages in ${packagesDir} were installed for ${version}, and the function runs on ${runtime}: compiled ones will not load.`;
  return [{code: 'PYTHON_VERSION_DIFFERS', message}];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // Only what goes into the layer has to have it.
    if (isAbsent(error)) return '';
    throw unreadable(file, error);
  }
}

function isAbsent(error: unknown): boolean {
  const {code} = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
