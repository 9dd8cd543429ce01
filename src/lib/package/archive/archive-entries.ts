import {readZipEntries, type ZipEntry} from '../zip/read-zip.js';
import {archiveRefused, asArchiveError} from './archive-error.js';

/**
 * The files of an archive that was built elsewhere, in its order. Throws UsageError for bytes that are no zip, and for names that two
 * programs would unpack to different places.
 */
export function archiveEntries(source: string, bytes: Buffer): readonly ZipEntry[] {
  const files = listed(source, bytes).filter(({name}) => !name.endsWith('/'));
  if (files.length === 0) throw archiveRefused(source, 'there is no file in it');
  const names = new Set<string>();
  for (const {name} of files) {
    if (isOutside(name)) throw archiveRefused(source, `${JSON.stringify(name)} in it leads outside of it`);
    if (names.has(name)) throw archiveRefused(source, `${name} is in it twice`);
    names.add(name);
  }
  for (const name of names) {
    const folder = foldersOf(name).find((each) => names.has(each));
    if (folder !== undefined) throw archiveRefused(source, `${folder} in it is a file and a folder`);
  }
  return files;
}

function listed(source: string, bytes: Buffer): readonly ZipEntry[] {
  try {
    return readZipEntries(bytes);
  } catch (error) {
    throw asArchiveError(source, error);
  }
}

/** Zips have forward slashes; what has others is a folder on Windows and a strange name in Lambda. */
function isOutside(name: string): boolean {
  return /^\/|\\|\0/.test(name) || name.split('/').some((part) => part === '..' || part === '.' || part === '');
}

function foldersOf(name: string): readonly string[] {
  const parts = name.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
