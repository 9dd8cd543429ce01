import {type ContentEntry, contentDigest} from '../content-digest.js';
import {sha256} from '../sha256.js';
import {readZipContent, readZipEntries} from './read-zip.js';

const FILE_TYPE = 0o170_000;
const LINK = 0o120_000;

/**
 * What the content of a zip is, whoever wrote it and with whichever encoder: every entry is unpacked and hashed; folders are no
 * entries of a package. Throws ZipFormatError.
 */
export async function zipContentDigest(zip: Buffer): Promise<string> {
  const entries: ContentEntry[] = [];
  for (const entry of readZipEntries(zip)) {
    if (entry.name.endsWith('/')) continue;
    const content = await readZipContent(zip, entry);
    entries.push({
      zipPath: entry.name,
      mode: entry.mode & 0o111 ? 0o755 : 0o644,
      isLink: (entry.mode & FILE_TYPE) === LINK,
      sha256: sha256(content).toString('hex'),
    });
  }
  return contentDigest(entries);
}
