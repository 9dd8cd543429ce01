import {type ContentEntry, contentDigest} from '../content-digest.js';
import {sha256} from '../sha256.js';
import {readZipContent, readZipEntries, ZipFormatError} from './read-zip.js';

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

/** The same; nothing when the bytes are no zip, or a damaged one. */
export async function contentDigestIfZip(bytes: Buffer): Promise<string | undefined> {
  try {
    return await zipContentDigest(bytes);
  } catch (error) {
    if (error instanceof ZipFormatError) return undefined;
    throw error;
  }
}
