import {randomBytes} from 'node:crypto';
import {existsSync, lstatSync, mkdirSync, readlinkSync, realpathSync, type Stats, statSync} from 'node:fs';
import {rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {UsageError} from '../errors.js';
import {shellQuoted} from '../model/shell-quoted.js';
import {isArchive} from '../model/source/is-archive.js';
import {realSourceDir} from './source/collect-files.js';
import {ignoreLine} from './source/ignore-line.js';
import {IGNORE_FILE, IgnoreRules} from './source/ignore-rules.js';
import {isInside} from './source/resolve-link.js';

/**
 * Throws UsageError when a package cannot be written to `outFile`: its folder does not exist, it is a folder itself, or it lies
 * where the next package of `sourceDir`, with the `rules` for that folder alone, would take it in, so that packaging twice would not
 * give the same zip.
 * Called before packaging, so that nobody waits for a zip that has no place.
 */
export function assertWritablePlace(sourceDir: string, outFile: string, rules?: readonly string[]): void {
  const folder = path.dirname(path.resolve(outFile));
  if (!statOf(folder)?.isDirectory()) {
    throw placeError(
      'OUT_FOLDER_NOT_FOUND',
      `There is no folder ${folder} to write ${path.basename(outFile)} into.`,
      outFile,
      [`Make it first: mkdir -p ${shellQuoted(folder)}`],
    );
  }
  if (statOf(outFile)?.isDirectory()) {
    throw placeError('OUT_IS_A_FOLDER', `${outFile} is a folder.`, outFile, [
      `Name a file in it: ${path.join(outFile, 'function.zip')}`,
    ]);
  }
  if (isArchive(sourceDir)) return;
  const source = realSourceDir(sourceDir);
  const place = path.join(realpathSync(folder), path.basename(outFile));
  if (!isInside(source, place)) return;
  const inSource = path.relative(source, place).replaceAll(path.sep, '/');
  if (new IgnoreRules(source, rules).leavesOut(inSource, false)) return;
  throw placeError(
    'OUT_INSIDE_SOURCE',
    `${outFile} lies in ${sourceDir}: the next package would contain it.`,
    outFile,
    [`Write it outside the source folder, or leave it out with the line ${ignoreLine(inSource)} in ${IGNORE_FILE}.`],
  );
}

/**
 * Writes a package to disk, whole or not at all: to a file of its own beside it, then renamed. A link stays one, and its target is
 * written; a device or a pipe is written into, never replaced. Throws UsageError.
 */
export async function writePackageFile(outFile: string, zip: Uint8Array): Promise<void> {
  const stats = statOf(outFile);
  const target = linkTarget(outFile);
  const folder = path.dirname(path.resolve(target));
  const temporary = path.join(folder, `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    if (stats && !stats.isFile()) {
      await writeFile(outFile, zip);
      return;
    }
    await writeFile(temporary, zip, {flag: 'wx'});
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, {force: true});
    throw placeError(
      'OUT_NOT_WRITABLE',
      `${outFile} cannot be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`,
      outFile,
      ['Name a file in a folder you can write to, on a disk with room for it.'],
      error,
    );
  }
}

/** Makes the folder that packages are written into, with those above it. Throws UsageError. */
export function makeOutFolder(folder: string): void {
  try {
    mkdirSync(folder, {recursive: true});
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    throw placeError('OUT_NOT_WRITABLE', `The folder ${folder} cannot be made: ${code}.`, folder, [
      'Name a folder that is there, or one in a folder you can write to.',
    ]);
  }
}

/** Where a link leads, also when nothing is there yet. */
function linkTarget(file: string): string {
  if (lstatSync(file, {throwIfNoEntry: false})?.isSymbolicLink() !== true) return file;
  return existsSync(file) ? realpathSync(file) : path.resolve(path.dirname(file), readlinkSync(file));
}

/** What is at a place; nothing where there is nothing, or a file in the place of a folder on the way. */
export function statOf(file: string): Stats | undefined {
  try {
    return statSync(file, {throwIfNoEntry: false});
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function placeError(
  code: string,
  message: string,
  outFile: string,
  suggestions: readonly string[],
  cause?: unknown,
): UsageError {
  return new UsageError(message, {
    code,
    suggestions,
    details: {path: outFile},
    ...(cause === undefined ? {} : {cause}),
  });
}
