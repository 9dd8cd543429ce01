import {access, readFile} from 'node:fs/promises';
import path from 'node:path';
import {UsageError} from '../errors.js';
import {decodedText} from '../model/decoded-text.js';
import type {ReleaseFile} from './release-file.js';

/** Names a release file has by itself. */
export const RELEASE_FILE_NAMES = ['release.yml', 'release.yaml'] as const;

/** Reads and checks one release file; relative paths from the working directory. Throws UsageError (exit 2). */
export async function loadReleaseFile(file: string): Promise<ReleaseFile> {
  const filePath = path.resolve(file);
  let text: string;
  try {
    text = decodedText(await readFile(filePath));
  } catch (error) {
    throw unreadable(file, error as NodeJS.ErrnoException);
  }
  // YAML and its schema are half of the tool's code: loaded only where there is a file to read.
  const {parseReleaseFile} = await import('./parse-release-file.js');
  return parseReleaseFile(text, filePath);
}

/**
 * The release file to work with: the named one, else release.yml or release.yaml of `folder`, else `undefined`.
 * Throws UsageError when the named one is missing, both defaults exist, or the file has problems.
 */
export async function findReleaseFile(named: string | undefined, folder: string): Promise<ReleaseFile | undefined> {
  if (named !== undefined) return loadReleaseFile(named);
  const found: string[] = [];
  for (const name of RELEASE_FILE_NAMES) if (await exists(path.join(folder, name))) found.push(path.join(folder, name));
  const [file, other] = found;
  if (other !== undefined) {
    throw new UsageError(`There are two release files here: ${RELEASE_FILE_NAMES.join(' and ')}.`, {
      code: 'RELEASE_FILE_AMBIGUOUS',
      suggestions: ['Remove one of them, or name the one you mean with --config.'],
    });
  }
  return file === undefined ? undefined : loadReleaseFile(file);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function unreadable(file: string, error: NodeJS.ErrnoException): UsageError {
  if (error.code === 'ENOENT') {
    return new UsageError(`There is no release file ${file}.`, {
      code: 'RELEASE_FILE_NOT_FOUND',
      suggestions: [
        'Name an existing file with --config.',
        'Or begin with one that explains every setting: lambda-release init',
      ],
      cause: error,
    });
  }
  return new UsageError(`The release file ${file} cannot be read: ${error.message}`, {
    code: 'RELEASE_FILE_UNREADABLE',
    suggestions: ['Check that it is a file and that this user may read it.'],
    cause: error,
  });
}
