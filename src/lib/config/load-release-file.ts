import {access, readFile} from 'node:fs/promises';
import path from 'node:path';
import {UsageError} from '../errors.js';
import {decodedText} from '../model/decoded-text.js';
import {environmentNowhere} from './environment/environment-error.js';
import type {ReleaseFile} from './release-file.js';

/** Names a release file has by itself. */
export const RELEASE_FILE_NAMES = ['release.yml', 'release.yaml'] as const;

/** Where a command looks for its release file, and which environment of it counts. */
export interface ReleaseFilePlace {
  readonly folder: string;
  /** As it was named; an empty text names none. */
  readonly environmentName?: string | undefined;
}

/**
 * Reads and checks one release file, as the environment has it; relative paths from the working directory. Throws UsageError
 * (exit 2).
 */
export async function loadReleaseFile(file: string, environmentName?: string): Promise<ReleaseFile> {
  const text = await readReleaseText(file);
  // YAML and its schema are half of the tool's code: loaded only where there is a file to read.
  const {parseReleaseFile} = await import('./parse-release-file.js');
  return parseReleaseFile(text, path.resolve(file), environmentName || undefined);
}

/** The text of a release file; relative paths from the working directory. Throws UsageError (exit 2). */
export async function readReleaseText(file: string): Promise<string> {
  try {
    return decodedText(await readFile(path.resolve(file)));
  } catch (error) {
    throw unreadable(file, error as NodeJS.ErrnoException);
  }
}

/**
 * The release file to work with: the named one, else release.yml or release.yaml of `folder`, else `undefined`.
 * Throws UsageError when the named one is missing, both defaults exist, the file has problems, or the environment is not in it;
 * ENVIRONMENT_MISSING when it has some and none is named.
 */
export async function findReleaseFile(
  named: string | undefined,
  {folder, environmentName}: ReleaseFilePlace,
): Promise<ReleaseFile | undefined> {
  const file = named ?? (await findReleasePath(folder));
  if (file !== undefined) return loadReleaseFile(file, environmentName);
  if (environmentName) throw environmentNowhere(environmentName);
  return undefined;
}

/** Path of release.yml or release.yaml in `folder`, if one is there. Throws UsageError when both are. */
export async function findReleasePath(folder: string): Promise<string | undefined> {
  const found: string[] = [];
  for (const name of RELEASE_FILE_NAMES) if (await exists(path.join(folder, name))) found.push(path.join(folder, name));
  const [file, other] = found;
  if (other !== undefined) {
    throw new UsageError(`There are two release files here: ${RELEASE_FILE_NAMES.join(' and ')}.`, {
      code: 'RELEASE_FILE_AMBIGUOUS',
      suggestions: ['Remove one of them, or name the one you mean with --config.'],
    });
  }
  return file;
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
