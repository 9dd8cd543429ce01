import {chmod, mkdir, rm, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {readZipContent, readZipEntries, type ZipEntry, ZipFormatError} from '../../package/zip/read-zip.js';

const FILE_TYPE = 0o170000;
const SYMLINK = 0o120000;
const WRITERS = 16;

/**
 * Unpacks a deployment package or a layer into `folder`, over what is there. Stored and deflated entries, Unix modes,
 * symbolic links, and more than 65,535 entries; no entry of 4 GiB, Lambda's limit is far below. Throws ZipFormatError.
 */
export async function unzip(zip: Buffer, folder: string): Promise<void> {
  const entries = readZipEntries(zip);
  const folders = new Set(entries.map((entry) => path.dirname(target(folder, entry.name))));
  for (const each of folders) await mkdir(each, {recursive: true});
  let next = 0;
  const writer = async () => {
    for (let entry = entries[next++]; entry; entry = entries[next++]) await writeEntry(zip, entry, folder);
  };
  await Promise.all(Array.from({length: WRITERS}, writer));
}

function target(folder: string, name: string): string {
  const resolved = path.resolve(folder, name);
  if (resolved !== folder && !resolved.startsWith(folder + path.sep)) {
    throw new ZipFormatError(`The archive names a file outside of its folder: ${name}`);
  }
  return resolved;
}

async function writeEntry(zip: Buffer, entry: ZipEntry, folder: string): Promise<void> {
  const file = target(folder, entry.name);
  if (entry.name.endsWith('/')) {
    await mkdir(file, {recursive: true});
    return;
  }
  const content = await readZipContent(zip, entry);
  if ((entry.mode & FILE_TYPE) === SYMLINK) {
    const link = content.toString('utf8');
    if (path.isAbsolute(link)) throw new ZipFormatError(`The archive links outside of its folder: ${entry.name}`);
    target(folder, path.join(path.dirname(entry.name), link));
    await rm(file, {force: true});
    await symlink(link, file);
    return;
  }
  await writeFile(file, content);
  // Lambda leaves the modes of files as they are in the archive: an unreadable index.js is EACCES there as well.
  if (entry.mode !== 0) await chmod(file, entry.mode & 0o777);
}
