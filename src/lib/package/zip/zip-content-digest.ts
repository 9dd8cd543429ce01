import {type ContentEntry, contentDigest} from '../content-digest.js';
import {sha256} from '../sha256.js';
import {isLink, packedMode, readZipContent, readZipEntries, ZipFormatError} from './read-zip.js';

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
      mode: packedMode(entry),
      isLink: isLink(entry),
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
