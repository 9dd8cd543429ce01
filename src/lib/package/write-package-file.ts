import {randomBytes} from 'node:crypto';
import {realpathSync, type Stats, statSync} from 'node:fs';
import {rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {UsageError} from '../errors.js';
import {realSourceDir} from './source/collect-files.js';
import {IGNORE_FILE, IgnoreRules} from './source/ignore-rules.js';
import {isInside} from './source/resolve-link.js';

/**
 * Throws UsageError when a package cannot be written to `outFile`: its folder does not exist, it is a folder itself, or it lies
 * where the next package of `sourceDir` would take it in, so that packaging twice would not give the same zip.
 * Called before packaging, so that nobody waits for a zip that has no place.
 */
export function assertWritablePlace(sourceDir: string, outFile: string): void {
  const folder = path.dirname(path.resolve(outFile));
  if (!statOf(folder)?.isDirectory()) {
    throw placeError(
      'OUT_FOLDER_NOT_FOUND',
      `There is no folder ${folder} to write ${path.basename(outFile)} into.`,
      outFile,
      [`Make it first: mkdir -p ${folder}`],
    );
  }
  if (statOf(outFile)?.isDirectory()) {
    throw placeError('OUT_IS_A_FOLDER', `${outFile} is a folder.`, outFile, [
      `Name a file in it: ${path.join(outFile, 'function.zip')}`,
    ]);
  }
  const source = realSourceDir(sourceDir);
  const place = path.join(realpathSync(folder), path.basename(outFile));
  if (!isInside(source, place)) return;
  const inSource = path.relative(source, place).replaceAll(path.sep, '/');
  if (new IgnoreRules(source).leavesOut(inSource, false)) return;
  throw placeError(
    'OUT_INSIDE_SOURCE',
    `${outFile} lies in ${sourceDir}: the next package would contain it.`,
    outFile,
    [`Write it outside the source folder, or leave it out with the line /${inSource} in ${IGNORE_FILE}.`],
  );
}

/** Writes a package to disk, whole or not at all: to a file of its own beside `outFile`, then renamed. Throws UsageError. */
export async function writePackageFile(outFile: string, zip: Uint8Array): Promise<void> {
  const folder = path.dirname(path.resolve(outFile));
  const temporary = path.join(folder, `.${path.basename(outFile)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeFile(temporary, zip, {flag: 'wx'});
    await rename(temporary, outFile);
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
