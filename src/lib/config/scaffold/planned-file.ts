import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {UsageError} from '../../errors.js';
import {projectText} from '../project/project-file.js';

/** One file to be written, and what is at its place now. */
export interface PlannedFile {
  /** Relative to the folder, with slashes. */
  readonly file: string;
  readonly text: string;
  /** What it holds now; absent when it is not there. */
  readonly before?: string;
}

/** Looks at what is there. Throws UsageError when it cannot be read. */
export async function plannedFile(folder: string, file: string, text: string): Promise<PlannedFile> {
  const before = await projectText(folder, ...file.split('/'));
  return {file, text, ...(before !== undefined && {before})};
}

/**
 * Writes what is not there yet or different, in this order. Throws UsageError (exit 2), also for a file that appeared since the plan was
 * made; what comes after it is as it was.
 */
export async function writePlanned(folder: string, files: readonly PlannedFile[]): Promise<void> {
  for (const {file, text, before} of files) {
    if (text === before) continue;
    const target = path.join(folder, file);
    try {
      await mkdir(path.dirname(target), {recursive: true});
      await writeFile(target, text, {flag: before === undefined ? 'wx' : 'w'});
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
