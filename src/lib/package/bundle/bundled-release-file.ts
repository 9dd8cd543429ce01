import {readFile} from 'node:fs/promises';
import {readZipContent, readZipEntries} from '../zip/read-zip.js';
import {RELEASE_FILE_ENTRY} from './manifest.js';

/** The text of the release file in a bundle, which nothing has proved yet; `undefined` without one. Throws what reading throws. */
export async function bundledReleaseFile(bundle: string): Promise<string | undefined> {
  const bytes = await readFile(bundle);
  const entry = readZipEntries(bytes).find(({name}) => name === RELEASE_FILE_ENTRY);
  return entry && (await readZipContent(bytes, entry)).toString('utf8');
}
