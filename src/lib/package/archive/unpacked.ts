import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {SourceFile} from '../source/source-file.js';
import {readZipContent, type ZipEntry, ZipFormatError} from '../zip/read-zip.js';
import {archiveRefused} from './archive-error.js';

const FILE_TYPE = 0o170_000;
const LINK = 0o120_000;

/** The files of an archive as Lambda would have them, by what its directory says; their paths are under `folder`. */
export function toSourceFiles(entries: readonly ZipEntry[], folder: string): readonly SourceFile[] {
  return entries.map(({name, unzippedBytes, mode}) => ({
    zipPath: name,
    absolutePath: path.join(folder, name),
    bytes: unzippedBytes,
    mode: mode & 0o111 ? 0o755 : 0o644,
  }));
}

/**
 * Unpacks an archive into a folder of its own for as long as `work` looks at it. Every content is proved by its size and checksum. Links
 * are no links there, so that nothing is read or written through one. Throws UsageError for a damaged archive, and what `work` throws.
 */
export async function withUnpacked<Result>(
  {source, bytes, entries}: {readonly source: string; readonly bytes: Buffer; readonly entries: readonly ZipEntry[]},
  work: (files: readonly SourceFile[]) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lambda-release-archive-'));
  try {
    const files = toSourceFiles(entries, folder);
    const unpacked: SourceFile[] = [];
    for (const [index, entry] of entries.entries()) {
      signal?.throwIfAborted();
      const file = files[index];
      if (!file) continue;
      const content = await contentOf(source, bytes, entry);
      await mkdir(path.dirname(file.absolutePath), {recursive: true});
      await writeFile(file.absolutePath, content);
      unpacked.push((entry.mode & FILE_TYPE) === LINK ? {...file, link: content.toString()} : file);
    }
    return await work(unpacked);
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

async function contentOf(source: string, bytes: Buffer, entry: ZipEntry): Promise<Buffer> {
  try {
    return await readZipContent(bytes, entry);
  } catch (error) {
    if (error instanceof ZipFormatError) throw archiveRefused(source, error.message.replace(/\.$/, ''));
    throw error;
  }
}
