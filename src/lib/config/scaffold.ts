import {access, mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {stringify} from 'yaml';
import {UsageError} from '../errors.js';
import {packageRoot} from '../package-root.js';
import {RELEASE_FILE_NAMES} from './load-release-file.js';

/** What a new release file says. */
export interface ScaffoldSpec {
  /** Folder the files go to. */
  readonly folder: string;
  readonly functionName: string;
  /** Folder of the code, relative to `folder`. */
  readonly source: string;
  readonly alias: string;
}

/** One file to be written, and what is at its place now. */
export interface ScaffoldFile {
  /** Relative to the folder, with slashes. */
  readonly file: string;
  readonly text: string;
  /** `same` is not written again. */
  readonly now: 'missing' | 'same' | 'different';
}

/**
 * The release file, and a function to begin with where the source folder is not there yet; a folder with code is left
 * alone. Reads only.
 */
export async function planScaffold(spec: ScaffoldSpec): Promise<readonly ScaffoldFile[]> {
  const templates = path.join(packageRoot, 'templates');
  const hasSource = await exists(path.join(spec.folder, spec.source));
  const example = path.join(templates, 'function');
  const exampleFiles: ScaffoldFile[] = [];
  for (const name of (await readdir(example)).sort()) {
    const text = await readFile(path.join(example, name), 'utf8');
    exampleFiles.push(await toFile(spec.folder, path.posix.join(spec.source, name), text));
  }
  const release = await readFile(path.join(templates, 'release.yml'), 'utf8');
  const name = await releaseFileName(spec.folder);
  const isExample = !hasSource || exampleFiles.every(({now}) => now === 'same');
  const file = await toFile(spec.folder, name, toReleaseFile(release, spec, isExample));
  if (!hasSource) return [file, ...exampleFiles];
  if (isExample || file.now === 'missing') return [file];
  // Written here before, with the example; what the code has become since is no reason to write the file again.
  const before = await toFile(spec.folder, name, toReleaseFile(release, spec, true));
  return [before.now === 'same' ? before : file];
}

/**
 * Writes what is not there yet or different, the release file last, so that it is as it was when the rest cannot be written. Throws
 * UsageError (exit 2), also for a file that appeared since the plan was made.
 */
export async function writeScaffold(folder: string, files: readonly ScaffoldFile[]): Promise<void> {
  for (const {file, text, now} of files.toReversed()) {
    if (now === 'same') continue;
    const target = path.join(folder, file);
    try {
      await mkdir(path.dirname(target), {recursive: true});
      await writeFile(target, text, {flag: now === 'missing' ? 'wx' : 'w'});
    } catch (error) {
      throw unwritable(file, error as NodeJS.ErrnoException);
    }
  }
}

function unwritable(file: string, error: NodeJS.ErrnoException): UsageError {
  return new UsageError(`${file} cannot be written: ${error.message}`, {
    code: 'FILE_UNWRITABLE',
    suggestions: ['Look at what is at that place and at the permissions of its folder; the release file is as it was.'],
    details: {file, reason: error.code},
    cause: error,
  });
}

/** The name that the release file has here already; two of them would be one too many. */
async function releaseFileName(folder: string): Promise<string> {
  for (const name of RELEASE_FILE_NAMES) if (await exists(path.join(folder, name))) return name;
  return RELEASE_FILE_NAMES[0];
}

async function toFile(folder: string, file: string, text: string): Promise<ScaffoldFile> {
  const target = path.join(folder, file);
  if (!(await exists(target))) return {file, text, now: 'missing'};
  return {file, text, now: (await readFile(target, 'utf8')) === text ? 'same' : 'different'};
}

/** Whether a release file of `planScaffold` names a handler and a runtime. */
export function namesHandler(files: readonly ScaffoldFile[]): boolean {
  return files.some(({text}) => /^ {4}handler: /m.test(text));
}

/** The template with this function in the place of its own; the example's handler and runtime are written out. */
function toReleaseFile(template: string, {functionName, source, alias}: ScaffoldSpec, withExample: boolean): string {
  const text = template
    .replace(/^ {2}my-function:$/m, () => `  ${toYaml(functionName)}:`)
    .replace(/^ {4}source: dist$/m, () => `    source: ${JSON.stringify(source).replace(/^"([\w./-]+)"$/, '$1')}`)
    .replace(/^ {2}alias: live$/m, () => `  alias: ${toYaml(alias)}`)
    .replaceAll('role/my-function', () => `role/${functionName}`);
  return withExample ? text.replace(/^( {4})# (handler: index\.handler|runtime: nodejs\S+)$/gm, '$1$2') : text;
}

/** Names such as 1e3, 007 and true are something else in YAML unless they are quoted. */
function toYaml(name: string): string {
  return stringify(name).trimEnd();
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
