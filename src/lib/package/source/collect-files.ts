import {type Dirent, readdirSync, realpathSync, type Stats, statSync} from 'node:fs';
import path from 'node:path';
import {UsageError} from '../../errors.js';
import {ignoreLine} from './ignore-line.js';
import {IGNORE_FILE, IgnoreRules, type LeftOutReason} from './ignore-rules.js';
import {isInside, type LinkMode, linkFile, pathInSource, resolveLink, verbatimLink} from './resolve-link.js';
import {unreadable} from './source-error.js';
import {type SourceFile, sortByZipPath} from './source-file.js';
import {statFile} from './stat-file.js';

/** What a source folder gives: the files of the package, and what stays out. */
export interface CollectedFiles {
  /** In UTF-8 byte order of the zip path. */
  readonly files: readonly SourceFile[];
  /** Paths relative to the source folder, sorted; a whole folder is one row and ends in a slash. */
  readonly leftOut: readonly string[];
  /** Those of them that look as if they held credentials. */
  readonly secrets: readonly string[];
}

export interface CollectOptions {
  /** `follow` when absent: a link is packaged as what it points to. */
  readonly links?: LinkMode;
  /** Hears of each file as it is found: in the order of the zip, unless links lead elsewhere or names leave the basic plane. */
  readonly onFile?: ((file: SourceFile) => void) | undefined;
  /** Absolute paths of files and folders that go elsewhere, such as into a layer. They are not counted as left out. */
  readonly takenOut?: ReadonlySet<string> | undefined;
  /** Links that are kept with the target they have, wherever it leads: paths in the package. */
  readonly keptLinks?: readonly string[] | undefined;
  /** More default rules, for this folder alone, in gitignore syntax. */
  readonly rules?: readonly string[] | undefined;
  /** Rules beside .lambdaignore and the default ones. */
  readonly leavesOut?: ((zipPath: string, isFolder: boolean) => boolean) | undefined;
}

/**
 * Walks a folder into the files of a package, without .lambdaignore's and the default rules' paths. Links inside the folder are
 * kept or followed; empty folders are not packaged. Throws UsageError when the folder is missing, is no folder, gives no
 * file, or holds something that cannot be packaged: a link that is broken, leads outside or into itself, a device or socket,
 * an unreadable file, a name that is not UTF-8.
 */
export function collectFiles(sourceDir: string, options: CollectOptions = {}): CollectedFiles {
  const root = realSourceDir(sourceDir);
  const walk = new Walk(root, options);
  walk.folder(root, '', [root]);
  if (walk.files.length === 0) {
    throw new UsageError(
      walk.leftOut.length === 0 ? `${sourceDir} is empty.` : `Every file of ${sourceDir} is left out of the package.`,
      {
        code: 'NOTHING_TO_PACKAGE',
        suggestions: [
          walk.leftOut.length === 0
            ? 'Build the function first, or name the folder its handler is in.'
            : `Take files in with !pattern lines in ${IGNORE_FILE}, or name the folder the handler is in.`,
        ],
        details: {source: sourceDir, leftOut: walk.leftOut},
      },
    );
  }
  return {files: sortByZipPath(walk.files), leftOut: walk.leftOut.toSorted(), secrets: walk.secrets.toSorted()};
}

/** The real path of a source folder. Throws UsageError when there is no such folder. */
export function realSourceDir(sourceDir: string): string {
  let found: Stats;
  try {
    found = statSync(sourceDir);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw unreadable(sourceDir, error);
    throw new UsageError(`There is no folder ${sourceDir}.`, {
      code: 'SOURCE_NOT_FOUND',
      suggestions: ['Build the function first, or name the folder its handler is in.'],
      details: {source: sourceDir},
    });
  }
  if (found.isDirectory()) return realpathSync(sourceDir);
  throw new UsageError(`${sourceDir} is not a folder.`, {
    code: 'SOURCE_NOT_A_FOLDER',
    suggestions: [
      `Name the folder the handler is in: ${path.dirname(sourceDir)}`,
      'Or a zip or jar that was built elsewhere.',
    ],
    details: {source: sourceDir},
  });
}

class Walk {
  readonly files: SourceFile[] = [];
  readonly leftOut: string[] = [];
  readonly secrets: string[] = [];
  readonly #root: string;
  readonly #rules: IgnoreRules;
  readonly #options: CollectOptions;

  constructor(root: string, options: CollectOptions) {
    this.#root = root;
    this.#options = options;
    this.#rules = new IgnoreRules(root, options.rules);
  }

  /** `trail` holds the real folders from the root to this one, links followed. */
  folder(absolutePath: string, zipPath: string, trail: readonly string[]): void {
    const folder = absolutePath.endsWith(path.sep) ? absolutePath : `${absolutePath}${path.sep}`;
    const entries = readFolder(absolutePath);
    if (this.#isEnvironment(entries, zipPath)) {
      this.leftOut.push(`${zipPath}/`);
      return;
    }
    for (const entry of entries) {
      const child = `${folder}${entry.name}`;
      const childZipPath = zipPath === '' ? entry.name : `${zipPath}/${entry.name}`;
      if (this.#options.takenOut?.has(child)) continue;
      if (entry.isSymbolicLink()) this.#link(child, childZipPath, trail);
      else if (this.#isLeftOut(childZipPath, entry.isDirectory())) continue;
      else if (entry.isDirectory()) this.folder(child, childZipPath, [...trail, child]);
      else this.#file(child, childZipPath);
    }
  }

  #isLeftOut(zipPath: string, isFolder: boolean): boolean {
    const {leavesOut} = this.#options;
    const reason = this.#rules.reasonOfKept(zipPath, isFolder);
    if (reason === undefined && !leavesOut?.(zipPath, isFolder)) return false;
    this.#leaveOut(zipPath, isFolder, reason);
    return true;
  }

  #leaveOut(zipPath: string, isFolder: boolean, reason: LeftOutReason | undefined): void {
    const row = isFolder ? `${zipPath}/` : zipPath;
    this.leftOut.push(row);
    if (reason === 'secret') this.secrets.push(row);
  }

  /** A virtual environment of Python, whatever it is called (PEP 405): it works where it was made, and holds links out of it. */
  #isEnvironment(entries: readonly Dirent[], zipPath: string): boolean {
    return zipPath !== '' && entries.some(({name}) => name === 'pyvenv.cfg') && !this.#rules.takesIn(zipPath, true);
  }

  #link(link: string, zipPath: string, trail: readonly string[]): void {
    // A link that is left out by name may lead anywhere: it is not followed.
    if (this.#isLeftOut(zipPath, false)) return;
    const {links = 'follow', keptLinks = []} = this.#options;
    if (keptLinks.includes(zipPath)) {
      this.#add(verbatimLink(link, zipPath));
      return;
    }
    const {target, isFolder} = resolveLink(this.#root, link, trail, links);
    // It would lead nowhere.
    if (this.#isTakenOut(target)) return;
    // Otherwise a link would carry a file into the package that is left out under its own name.
    const reason = this.#rules.reasonToLeaveOut(pathInSource(this.#root, target), isFolder);
    const isOut = isFolder && this.#isLeftOut(zipPath, true);
    if (reason !== undefined && !isOut) this.#leaveOut(zipPath, isFolder, reason);
    if (reason !== undefined || isOut) return;
    if (links === 'keep') this.#add(linkFile(this.#root, link, zipPath, target));
    else if (isFolder) this.folder(target, zipPath, [...trail, target]);
    else this.#file(target, zipPath);
  }

  /** Itself, or a folder it is in. */
  #isTakenOut(target: string): boolean {
    const {takenOut} = this.#options;
    if (takenOut === undefined || takenOut.size === 0) return false;
    for (let at = target; isInside(this.#root, at); at = path.dirname(at)) {
      if (takenOut.has(at)) return true;
      if (at === path.dirname(at)) break;
    }
    return false;
  }

  #file(absolutePath: string, zipPath: string): void {
    let file: SourceFile | undefined;
    try {
      file = statFile(absolutePath, zipPath);
    } catch (error) {
      throw unreadable(absolutePath, error);
    }
    if (!file) {
      throw new UsageError(`${absolutePath} is neither a file nor a folder.`, {
        code: 'SOURCE_SPECIAL_FILE',
        suggestions: [`Remove it, or leave it out with the line ${ignoreLine(zipPath)} in ${IGNORE_FILE}.`],
        details: {path: absolutePath},
      });
    }
    this.#add(file);
  }

  #add(file: SourceFile): void {
    this.files.push(file);
    this.#options.onFile?.(file);
  }
}

function readFolder(absolutePath: string): Dirent[] {
  try {
    const entries = readdirSync(absolutePath, {withFileTypes: true});
    // U+FFFD stands for bytes that are no UTF-8, or for itself: only the raw names tell.
    if (entries.some(({name}) => name.includes('\uFFFD'))) assertUtf8Names(absolutePath);
    return inZipOrder(entries);
  } catch (error) {
    throw error instanceof UsageError ? error : unreadable(absolutePath, error);
  }
}

/** A folder stands where its files do: `a-b`, `a.js`, `a/b`. */
function inZipOrder(entries: readonly Dirent[]): Dirent[] {
  return entries
    .map((entry) => ({entry, name: entry.isDirectory() ? `${entry.name}/` : entry.name}))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({entry}) => entry);
}

function assertUtf8Names(absolutePath: string): void {
  for (const name of readdirSync(absolutePath, {encoding: 'buffer'})) {
    if (Buffer.from(name.toString('utf8')).equals(name)) continue;
    throw new UsageError(`A file name in ${absolutePath} is not valid UTF-8: ${escapeBytes(name)}.`, {
      code: 'SOURCE_NAME_NOT_UTF8',
      suggestions: ['Rename it: a name that AWS Lambda cannot decode cannot be packaged.'],
      details: {folder: absolutePath, name: escapeBytes(name)},
    });
  }
}

function escapeBytes(name: Buffer): string {
  return name.toString('latin1').replace(/[^ -~]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
